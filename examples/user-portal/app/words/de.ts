import { english, type Words } from './en.ts'

/** Begun: what is not here yet is said in English. */
export const german: Words = {
  ...english,
  app: 'Geräteportal',
  skip: 'Zum Inhalt',
  nav: { label: 'Ansichten', scan: 'Scannen', devices: 'Geräte', account: 'Konto' },
  back: 'Zurück',
  login: {
    ...english.login,
    title: 'Anmelden',
    lead: 'Mit den Konten Ihrer Server.',
    submit: 'Anmelden',
    busy: 'Anmeldung läuft …',
    missing: 'Füllen Sie jedes Feld aus.',
  },
  status: {
    scanned: 'Gelesen',
    queued: 'Wartet',
    running: 'Verbindet',
    waiting: 'Neuer Versuch',
    stopped: 'Angehalten',
    live: 'Aktiv',
  },
  steps: {
    ...english.steps,
    claim: 'Es gehört Ihnen',
    'join-server': 'Schlüssel sind bereit',
    'network-server': 'Tritt dem Netz bei',
    'application-server': (server) => `Sendet Daten an ${server}`,
  },
  device: {
    ...english.device,
    retry: 'Jetzt noch einmal',
    later: 'Später',
    scanNext: 'Nächstes Gerät scannen',
  },
}
