import type { Reasons } from './reasons-en.ts'

export const frenchReasons: Reasons = {
  unauthenticated: (server) => `${server} n’a pas accepté le compte. Vérifiez-le, et reconnectez-vous.`,
  forbidden: (server) => `Ce compte n’a pas ce droit chez ${server}. Demandez à son opérateur.`,
  'not-found': (server) =>
    `${server} ne connaît pas encore cet appareil. Le fabricant doit peut-être le livrer.`,
  conflict: (server) => `${server} a déjà cet appareil. Prenez-le tel quel, ou faites-le retirer là-bas.`,
  'rate-limited': (server) => `${server} a trop à faire.`,
  rejected: (server) => `${server} a jugé la demande fausse. La configuration du portail est à corriger.`,
  'server-failed': (server) => `${server} est en panne.`,
  redirected: (server) => `${server} a changé d’adresse. La configuration du portail est à corriger.`,
  'timed-out': (server) => `${server} n’a pas répondu à temps.`,
  unreachable: (server) => `${server} est injoignable.`,
  unintelligible: (server) =>
    `La réponse ne vient pas de ${server}. Le réseau demande-t-il de s’identifier ?`,
  'claim-refused': () =>
    'Cet appareil est déjà réclamé, ou son code est faux. Le serveur ne dit pas lequel des deux.',
  'join-eui-missing': () =>
    'Le code n’a pas d’AppEUI, le portail ne sait donc pas de quel type d’appareil il s’agit.',
  'owner-token-missing': () => 'Le jeton de propriété n’est plus ici. Scannez à nouveau le code.',
  'device-profile-unmapped': () => 'Ce type d’appareil n’est pas prévu dans ce portail.',
  'join-server-unmapped': () => 'Ce type d’appareil n’est pas prévu dans ce portail.',
  'join-server-changed': () =>
    'Cet appareil a été commencé sur un autre Join Server. Demandez à l’opérateur de ce portail.',
  'device-profile-not-offered': () => 'Le réseau n’offre pas ce type d’appareil à votre compte.',
  'routing-profile-unknown': () =>
    'Cette destination n’est pas prévue dans ce portail. Choisissez-en une autre.',
  'routing-profile-not-offered': () => 'Le réseau n’offre pas cette destination. Choisissez-en une autre.',
  'connectivity-plan-not-offered': () => 'Votre compte n’a pas le forfait de ce portail.',
  'connectivity-plan-ambiguous': () => 'Votre compte a plusieurs forfaits, et aucun par défaut.',
  'as-transport-key-changed': () =>
    'Cet appareil a été commencé avec d’autres clés. Demandez à l’opérateur de ce portail.',
  'as-transport-key-missing': () =>
    'Les clés de cet appareil manquent. Demandez à l’opérateur de ce portail.',
  'device-profile-unknown': () => 'Ce type d’appareil n’est pas prévu dans ce portail.',
  'device-profile-ambiguous': () => 'Plusieurs types d’appareil conviennent à ce code. Lequel est-ce ?',
  'connectivity-plan-full': () => 'Votre forfait n’a plus de place. Demandez-en à son opérateur.',
  'device-released': () => 'Cet appareil a été rendu. Scannez à nouveau son code.',
  'device-adopted': () => 'Cet appareil était déjà là, et y reste.',
  'release-not-offered': (server) => `${server} ne reprend pas d’appareils. Demandez à son opérateur.`,
  'release-uncertain': (server) => `On ne sait pas si ${server} a encore cet appareil.`,
  'root-key-needed': (server) => `${server} a besoin d’une clé que le code n’a pas. Demandez au fabricant.`,
  unsupported: (server) => `${server} ne sait pas faire cela. Demandez à l’opérateur de ce portail.`,
  cancelled: () => 'C’est interrompu. Rien n’est perdu.',
  'key-unwrap-failed': () => 'Les clés de ce portail ne vont pas ensemble. Demandez à son opérateur.',
  'state-moved-on': () => 'Quelqu’un d’autre s’occupe de cet appareil. Regardez dans un instant.',
  'save-failed': () => 'Le portail n’a pas pu enregistrer l’avancement. Demandez à son opérateur.',
  'connector-failed': () => 'Le portail est en panne. Demandez à son opérateur.',
  'too-many-claims': () => 'Trop de codes en peu de temps. La suite se fait seule.',
  'too-many-logins': () => 'Trop d’essais. Attendez un peu.',
  'credentials-missing': () => 'Remplissez chaque champ.',
  'session-ended': () => 'Votre session est finie. Reconnectez-vous, et tout reprend où il en était.',
  'portal-failed': () => 'Le portail est en panne. Réessayez, ou demandez à son opérateur.',
  other: () => 'Le serveur ne l’a pas pris. Scannez à nouveau le code.',
}
