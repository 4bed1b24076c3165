import type { DecodeError, ForeignCode, KeyboardLayout } from '@claimtag/core/reader'
import type { Words } from '@claimtag/core/words'
import { inLanguage } from './in-language.ts'
import { range, translated } from './phrases.ts'

const FIELDS = {
  devEui: 'le DevEUI',
  joinEui: 'l’AppEUI',
  ownerToken: 'le jeton de propriété',
  vendorId: 'l’identifiant du fabricant',
  vendorProfileId: 'l’identifiant du profil',
  serialNumber: 'le numéro de série',
  proprietary: 'le texte du fabricant',
  checksum: 'la somme de contrôle',
}

const EXPECTED = {
  'hex digits': 'des chiffres hexadécimaux',
  'upper-case hex': 'des chiffres hexadécimaux en majuscules',
  'lower-case hex': 'des chiffres hexadécimaux en minuscules',
  'printable ASCII': 'de l’ASCII imprimable',
  'an even number': 'un nombre pair',
  'a multiple of 4': 'un multiple de 4',
  'one more or one less': 'un de plus ou un de moins',
}

const FOREIGN = {
  matter: 'un code Matter',
  wifi: 'un code de réseau Wi-Fi',
  dpp: 'un code Wi-Fi Easy Connect (DPP)',
  'gs1-digital-link': 'un lien GS1 Digital Link, qui mène à une page produit',
  milesight: 'une page produit Milesight, dont le numéro de série n’est pas une identité LoRaWAN',
  url: 'une adresse web',
  'eui-48': 'une adresse MAC (EUI-48) de 12 chiffres hexadécimaux, alors qu’un DevEUI en a 16',
  'written-eui': 'un EUI avec des séparateurs, alors qu’un code n’en a que les 16 chiffres',
  'bare-euis': 'une suite de chiffres hexadécimaux, sans rien qui indique lesquels forment le DevEUI',
  'serial-number': 'sans doute un numéro de série, alors qu’un DevEUI a 16 chiffres hexadécimaux',
  enocean: 'un code produit EnOcean',
  'mh10.8.2': 'un code logistique (ANSI MH10.8.2)',
  bluerange: 'un code d’appareil BlueRange',
  'z-wave': 'un code Z-Wave SmartStart',
} satisfies Record<ForeignCode, string>

const KEYBOARD = {
  'no-shift': 'la touche Maj est sans effet',
  'caps-lock': 'le verrouillage des majuscules est actif',
  jis: 'japonais',
  azerty: 'AZERTY',
  'azerty-caps-lock': 'AZERTY avec le verrouillage des majuscules',
  qwertz: 'QWERTZ',
  dvorak: 'Dvorak',
  'other-latin': 'autre que l’américain',
} satisfies Record<KeyboardLayout, string>

const name = (field: string): string => translated(FIELDS, field)
const wanted = (expected: string): string => range(translated(EXPECTED, expected))
const at = ({ position }: { readonly position: number }): string => `(caractère ${position + 1})`

function character(issue: {
  readonly position: number
  readonly field?: string
  readonly kind?: DecodeError['kind']
}): string {
  const { position, field, kind } = issue
  const place = kind === 'misuse' ? '' : ' du code'
  return `Le caractère ${position + 1}${place}${field === undefined ? '' : ` (dans ${name(field)})`}`
}

// Zero is singular, too.
const counted = (count: number, one: string): string => `${count} ${one}${count < 2 ? '' : 's'}`
const again = ({ kind }: { readonly kind: DecodeError['kind'] }): string =>
  kind === 'misuse' ? '' : ' Scannez à nouveau.'

/** What reading a code can come to, in French. A no-break space (U+00A0) stands before a colon. */
export const french: Words = {
  empty: () => 'Aucun texte reçu. Scannez à nouveau.',
  'not-recognised': () =>
    'Ce n’est pas un code d’appareil LoRaWAN dans l’un des formats chargés. Cherchez un autre code sur l’appareil.',
  'other-code': ({ foreignCode }) =>
    `Ce n’est pas un code d’appareil LoRaWAN, mais ${FOREIGN[foreignCode]}. Cherchez un autre code sur l’appareil.`,
  placeholder: ({ field }) =>
    `C’est un modèle d’étiquette, pas un appareil : des X remplacent ${name(field)}. Cherchez le code sur l’appareil lui-même.`,
  'token-missing': () =>
    'Ce code désigne l’appareil, mais ne contient pas le jeton de propriété nécessaire pour le revendiquer. Cherchez un autre code sur l’appareil.',
  'too-long': ({ length, expected }) =>
    `Le texte est trop long : ${counted(length, 'caractère')}, au plus ${expected}. Scannez un seul code à la fois.`,
  'several-codes': ({ codes }) =>
    `Le texte contient ${counted(codes.length, 'code')} (aux caractères ${listOf(codes)}). Scannez un seul code à la fois.`,
  'keyboard-layout': ({ layout }) =>
    `Le lecteur est réglé sur une autre disposition de clavier que cet ordinateur (${KEYBOARD[layout]}). Réglez les deux sur la même, puis scannez à nouveau.`,
  'control-character': (issue) =>
    `${character(issue)} est un caractère de contrôle, qu’aucun code ne contient. Vérifiez les réglages du lecteur.`,
  'non-ascii-character': (issue) =>
    `${character(issue)} ne fait pas partie de l’ASCII, le seul jeu de caractères des codes. Vérifiez la disposition de clavier du lecteur.`,
  'missing-element': ({ field }) =>
    `Le code s’arrête avant ${name(field)} : il a été tronqué. Scannez à nouveau.`,
  'trailing-text': (issue) => `Du texte suit la fin du code ${at(issue)}. Scannez un seul code à la fois.`,
  'wrong-length': (issue) => {
    const { field, through, length, expected, unit } = issue
    const what =
      through === undefined
        ? `Longueur incorrecte pour ${name(field)}`
        : `Longueur totale incorrecte (${name(field)} – ${name(through)})`
    return `${what} : ${counted(length, unit === undefined ? 'caractère' : 'octet')}, attendu : ${wanted(expected)}.${again(issue)}`
  },
  'invalid-character': (issue) => {
    const { expected, like } = issue
    const what = expected === undefined ? '' : ` ; attendu : ${wanted(expected)}`
    return `${character(issue)} n’est pas permis${what}${like === undefined ? '' : `, peut-être ${like}`}.${again(issue)}`
  },
  'not-canonical': (issue) =>
    `Le dernier caractère ne peut pas être juste (dans ${name(issue.field)}) : une partie a été tronquée ou mal saisie.${again(issue)}`,
  'missing-field': ({ field, kind }) =>
    kind === 'misuse'
      ? `Il manque ${name(field)}.`
      : `Il manque ${name(field)} dans le code. Cherchez un autre code sur l’appareil.`,
  'duplicate-element': (issue) =>
    `Le code contient deux fois ${name(issue.field)} ${at(issue)}. Scannez un seul code à la fois ; si cela persiste, prévenez le fabricant.`,
  'unknown-tag': (issue) =>
    `Le code contient une partie inconnue de son format ${at(issue)}. Scannez à nouveau ou mettez ce logiciel à jour.`,
  'missing-checksum': () => 'Il manque la somme de contrôle qu’exige le format. Scannez à nouveau.',
  'malformed-checksum': () => 'La somme de contrôle elle-même est abîmée. Scannez à nouveau.',
  'checksum-mismatch': () =>
    'La somme de contrôle ne correspond pas : un caractère a été modifié, perdu ou mal saisi. Scannez à nouveau.',
  'case-lost': () =>
    'Les majuscules et les minuscules ont été changées en chemin, or ce code en a besoin. Vérifiez le verrouillage des majuscules et la disposition de clavier du lecteur.',
  'unsupported-version': () =>
    'C’est un code d’appareil LoRaWAN d’une version plus récente que ce logiciel n’en connaît. Mettez-le à jour.',
  'format-not-loaded': ({ format }) =>
    `C’est un code au format ${format}, qui n’est pas chargé ici. Chargez-le, ou cherchez un autre code sur l’appareil.`,
  'other-dialect': ({ format, field }) =>
    `Le cadre est celui du format ${format}, mais ${name(field)} est d’un autre fabricant. Chargez le format de ce fabricant.`,
  'ambiguous-code': ({ format, otherFormat }) =>
    `Les formats ${format} et ${otherFormat} lisent ce code différemment. N’en chargez qu’un.`,
  'not-text': ({ field }) =>
    field === undefined
      ? 'Ce qui a été fourni n’est pas du texte.'
      : `Pour ${name(field)}, il faut du texte.`,
  'no-formats': () => 'Aucun format n’est chargé.',

  'byte-order-mark': () => 'Un indicateur d’ordre des octets avant le code a été ignoré.',
  'surrounding-space': () => 'Des espaces ou des caractères invisibles autour du code ont été ignorés.',
  'aim-identifier': () => 'L’identifiant de symbologie du lecteur avant le code a été ignoré.',
  'scanner-prefix': () => 'Le préfixe du lecteur avant le code a été ignoré. Désactivez-le dans le lecteur.',
  'surrounding-text': () => 'Le texte autour du code a été ignoré.',
  'percent-encoded': () => 'Le code était encodé comme dans une adresse web (%) et a été décodé.',
  'line-break-ignored': () =>
    'Des sauts de ligne dans le code ont été ignorés ; sa somme de contrôle est juste.',
  'code-in-url': () =>
    'Le code se trouve dans une adresse web : qui l’ouvre divulgue le jeton de propriété. Prévenez le fabricant.',
  'labelled-fields': () =>
    'Ce n’est pas un code d’appareil, mais un texte aux champs nommés. Comparez ce qui a été lu avec l’étiquette.',
  'keyboard-undone': ({ layout }) =>
    `Ce qu’un clavier avait modifié (${KEYBOARD[layout]}) a été rétabli ; la somme de contrôle est juste. Réglez le lecteur sur la disposition de cet ordinateur.`,
  'full-width': () =>
    'Des caractères pleine chasse ont été lus comme des caractères ordinaires. Désactivez la méthode de saisie de l’ordinateur avant de scanner.',
  'plus-restored': () =>
    'Des espaces dans le code ont été lus comme des signes plus, ce que confirme sa somme de contrôle.',
  'untagged-element': (warning) =>
    `Une partie du code sans sa lettre a été ignorée ${at(warning)} : c’est peut-être le jeton de propriété ou le numéro de série. Prévenez le fabricant.`,
  'short-profile-id': () =>
    'Le ProfileID n’a que 4 chiffres, alors que vendorId et vendorProfileId en ont 4 chacun. Il a été ignoré.',
  'written-eui': () =>
    'Le DevEUI n’était pas écrit sous la forme de 16 chiffres hexadécimaux d’affilée, mais a pu être lu.',
  'no-checksum': () => 'Le code n’a pas de somme de contrôle. Comparez le DevEUI avec celui de l’étiquette.',
  'group-address': ({ field }) =>
    `Le bit de groupe est à 1 dans ${name(field)}, ce qui n’est le cas d’aucun appareil individuel. Comparez avec l’étiquette.`,
  'case-doubtful': ({ field }) =>
    `Le code est tout en minuscules ; ${name(field)} était peut-être en majuscules.`,
  'lower-case-text': () => 'Le code est arrivé tout en minuscules et a été lu en majuscules.',
  'lower-case-hex': ({ field }) =>
    `Des chiffres hexadécimaux en minuscules (dans ${name(field)}) ont été lus en majuscules.`,
  'empty-element': (warning) => `Une partie vide du code a été ignorée ${at(warning)}.`,
  'unknown-tag-ignored': (warning) =>
    `Une partie du code inconnue de son format a été ignorée ${at(warning)}.`,
  'unsafe-character': (warning) =>
    `${character(warning)} est une espace ou un signe pour cent, que détruisent les lecteurs qui décodent les adresses web.`,
  'escaped-separator': (warning) => `Un séparateur qu’un lecteur avait abîmé a été réparé ${at(warning)}.`,
  'checksum-not-last': () => 'La somme de contrôle n’est pas à la fin du code.',
  'key-dropped': ({ field }) =>
    `Le code contient une clé LoRaWAN (${name(field)}), qui a été écartée. Une clé n’a jamais sa place sur une étiquette.`,
}

function listOf(codes: readonly { readonly position: number }[]): string {
  const places = codes.map(({ position }) => String(position + 1))
  return `${places.slice(0, -1).join(', ')} et ${places[places.length - 1]}`
}

/** The sentence for an issue in French. */
export const explain = /* @__PURE__ */ inLanguage(french)
