import type { DecodeError, ForeignCode, KeyboardLayout } from '@claimtag/core/reader'
import type { Words } from '@claimtag/core/words'
import { inLanguage } from './in-language.ts'
import { range, translated } from './phrases.ts'

const FIELDS = {
  devEui: 'DevEUI',
  joinEui: 'AppEUI',
  ownerToken: 'Owner-Token',
  vendorId: 'Vendor-ID',
  vendorProfileId: 'Vendor-Profil-ID',
  serialNumber: 'Seriennummer',
  proprietary: 'Herstellertext',
  checksum: 'Prüfsumme',
}

const EXPECTED = {
  'hex digits': 'Hexziffern',
  'upper-case hex': 'Hexziffern in Großbuchstaben',
  'lower-case hex': 'Hexziffern in Kleinbuchstaben',
  'printable ASCII': 'druckbares ASCII',
  'an even number': 'eine gerade Anzahl',
  'a multiple of 4': 'ein Vielfaches von 4',
  'one more or one less': 'eines mehr oder weniger',
}

const FOREIGN = {
  matter: 'ein Matter-Code',
  wifi: 'ein WLAN-Code',
  dpp: 'ein Code für Wi-Fi Easy Connect (DPP)',
  'gs1-digital-link': 'ein GS1 Digital Link, also eine Produktseite',
  milesight: 'eine Produktseite von Milesight, deren Seriennummer keine LoRaWAN-Kennung ist',
  url: 'eine Internetadresse',
  'eui-48': 'eine MAC-Adresse (EUI-48) mit 12 Hexziffern; eine DevEUI hat 16',
  'written-eui': 'eine EUI mit Trennzeichen; im Code stehen die 16 Hexziffern allein',
  'bare-euis': 'eine Reihe von Hexziffern, bei der nicht zu erkennen ist, welche davon die DevEUI bilden',
  'serial-number': 'vermutlich eine Seriennummer; eine DevEUI hat 16 Hexziffern',
  enocean: 'ein EnOcean-Produktcode',
  'mh10.8.2': 'ein Logistikcode (ANSI MH10.8.2)',
  bluerange: 'ein BlueRange-Gerätecode',
  'z-wave': 'ein Z-Wave-SmartStart-Code',
} satisfies Record<ForeignCode, string>

const KEYBOARD = {
  'no-shift': 'die Umschalttaste wirkt nicht',
  'caps-lock': 'die Feststelltaste ist an',
  jis: 'japanisch',
  azerty: 'AZERTY',
  'azerty-caps-lock': 'AZERTY, die Feststelltaste ist an',
  qwertz: 'QWERTZ',
  dvorak: 'Dvorak',
  'other-latin': 'nicht US-amerikanisch',
} satisfies Record<KeyboardLayout, string>

const name = (field: string): string => translated(FIELDS, field)
const wanted = (expected: string): string => range(translated(EXPECTED, expected))
const at = ({ position }: { readonly position: number }): string => `(Zeichen ${position + 1})`

function character(issue: {
  readonly position: number
  readonly field?: string
  readonly kind?: DecodeError['kind']
}): string {
  const { position, field, kind } = issue
  if (kind === 'misuse') return `Zeichen ${position + 1}${field === undefined ? '' : ` (${name(field)})`}`
  return `Zeichen ${position + 1} des Codes${field === undefined ? '' : ` (${name(field)})`}`
}

const again = ({ kind }: { readonly kind: DecodeError['kind'] }): string =>
  kind === 'misuse' ? '' : ' Bitte noch einmal scannen.'

/** What reading a code can come to, in German. */
export const german: Words = {
  empty: () => 'Es kam kein Text an. Bitte noch einmal scannen.',
  'not-recognised': () =>
    'Das ist kein LoRaWAN-Gerätecode in einem der geladenen Formate. Suchen Sie einen anderen Code auf dem Gerät.',
  'other-code': ({ foreignCode }) =>
    `Das ist kein LoRaWAN-Gerätecode, sondern ${FOREIGN[foreignCode]}. Suchen Sie einen anderen Code auf dem Gerät.`,
  placeholder: ({ field }) =>
    `Das ist eine Vorlage und kein Gerät: ${name(field)} enthält X als Platzhalter. Suchen Sie den Code auf dem Gerät selbst.`,
  'token-missing': () =>
    'Dieser Code nennt das Gerät, enthält aber kein Owner-Token, ohne das es nicht übernommen werden kann. Suchen Sie einen anderen Code auf dem Gerät.',
  'too-long': ({ length, expected }) =>
    `Der Text ist zu lang: ${length} Zeichen, höchstens ${expected}. Bitte nur einen Code auf einmal scannen.`,
  'several-codes': ({ codes }) =>
    `Der Text enthält ${codes.length} Codes (ab Zeichen ${listOf(codes)}). Bitte nur einen Code auf einmal scannen.`,
  'keyboard-layout': ({ layout }) =>
    `Der Scanner ist auf eine andere Tastaturbelegung eingestellt als dieser Rechner (${KEYBOARD[layout]}). Stellen Sie beide gleich ein und scannen Sie noch einmal.`,
  'control-character': (issue) =>
    `${character(issue)} ist ein Steuerzeichen, das in keinem Code vorkommt. Prüfen Sie die Einstellungen des Scanners.`,
  'non-ascii-character': (issue) =>
    `${character(issue)} gehört nicht zu ASCII und kommt in keinem Code vor. Prüfen Sie die Tastaturbelegung des Scanners.`,
  'missing-element': ({ field }) =>
    `Der Code endet zu früh, ${name(field)} fehlt. Bitte noch einmal scannen.`,
  'trailing-text': (issue) =>
    `Nach dem Ende des Codes folgt weiterer Text ${at(issue)}. Bitte nur einen Code auf einmal scannen.`,
  'wrong-length': (issue) => {
    const { field, through, length, expected, unit } = issue
    const what = through === undefined ? name(field) : `${name(field)} bis ${name(through)} zusammen`
    return `Falsche Länge bei ${what}: ${length} ${unit === undefined ? 'Zeichen' : 'Byte'}, erwartet: ${wanted(expected)}.${again(issue)}`
  },
  'invalid-character': (issue) => {
    const { expected, like } = issue
    const what = expected === undefined ? '' : `, erwartet: ${wanted(expected)}`
    return `${character(issue)} ist nicht erlaubt${what}${like === undefined ? '' : `; vielleicht ist ${like} gemeint`}.${again(issue)}`
  },
  'not-canonical': (issue) =>
    `Das letzte Zeichen kann nicht stimmen (${name(issue.field)}): Ein Teil wurde abgeschnitten oder falsch getippt.${again(issue)}`,
  'missing-field': ({ field, kind }) =>
    kind === 'misuse'
      ? `${name(field)} fehlt.`
      : `Im Code fehlt: ${name(field)}. Suchen Sie einen anderen Code auf dem Gerät.`,
  'duplicate-element': (issue) =>
    `${name(issue.field)} steht zweimal im Code ${at(issue)}. Bitte nur einen Code auf einmal scannen; bleibt es dabei, informieren Sie den Hersteller.`,
  'unknown-tag': (issue) =>
    `Einen Teil des Codes kennt sein Format nicht ${at(issue)}. Scannen Sie noch einmal oder aktualisieren Sie diese Software.`,
  'missing-checksum': () => 'Die Prüfsumme fehlt, die das Format verlangt. Bitte noch einmal scannen.',
  'malformed-checksum': () => 'Die Prüfsumme selbst ist beschädigt. Bitte noch einmal scannen.',
  'checksum-mismatch': () =>
    'Die Prüfsumme stimmt nicht: Ein Zeichen wurde verändert, verloren oder falsch getippt. Bitte noch einmal scannen.',
  'case-lost': () =>
    'Groß- und Kleinbuchstaben wurden unterwegs vertauscht, dieser Code braucht sie aber. Prüfen Sie die Feststelltaste und die Tastaturbelegung des Scanners.',
  'unsupported-version': () =>
    'Das ist ein LoRaWAN-Gerätecode einer neueren Version, als diese Software kennt. Bitte aktualisieren Sie sie.',
  'format-not-loaded': ({ format }) =>
    `Das ist ein Code im Format ${format}, das hier nicht geladen ist. Laden Sie es oder suchen Sie einen anderen Code auf dem Gerät.`,
  'other-dialect': ({ format, field }) =>
    `Der Rahmen ist der des Formats ${format}, ${name(field)} gehört aber zu einem anderen Hersteller. Laden Sie dessen Format.`,
  'ambiguous-code': ({ format, otherFormat }) =>
    `Die Formate ${format} und ${otherFormat} lesen diesen Code verschieden. Laden Sie nur eines davon.`,
  'not-text': ({ field }) => `${field === undefined ? 'Was übergeben wurde,' : name(field)} ist kein Text.`,
  'no-formats': () => 'Es sind keine Formate geladen.',

  'byte-order-mark': () => 'Eine Byte-Order-Mark vor dem Code wurde übergangen.',
  'surrounding-space': () => 'Leerraum oder unsichtbare Zeichen um den Code wurden übergangen.',
  'aim-identifier': () => 'Die Kennung des Scanners vor dem Code wurde übergangen.',
  'scanner-prefix': () =>
    'Das Präfix des Scanners vor dem Code wurde übergangen. Schalten Sie es im Scanner ab.',
  'surrounding-text': () => 'Text um den Code herum wurde übergangen.',
  'percent-encoded': () =>
    'Der Code war wie in Internetadressen mit Prozentzeichen kodiert und wurde dekodiert.',
  'line-break-ignored': () => 'Zeilenumbrüche im Code wurden übergangen; seine Prüfsumme stimmt.',
  'code-in-url': () =>
    'Der Code steht in einer Internetadresse: Wer sie öffnet, gibt das Owner-Token preis. Informieren Sie den Hersteller.',
  'labelled-fields': () =>
    'Das ist kein Gerätecode, sondern ein Text mit benannten Feldern. Vergleichen Sie das Gelesene mit dem Etikett.',
  'keyboard-undone': ({ layout }) =>
    `Was eine Tastatur verändert hatte (${KEYBOARD[layout]}), wurde rückgängig gemacht; die Prüfsumme stimmt. Stellen Sie den Scanner auf die Belegung dieses Rechners ein.`,
  'full-width': () =>
    'Zeichen in voller Breite wurden als gewöhnliche gelesen. Schalten Sie vor dem Scannen die Eingabemethode des Rechners aus.',
  'plus-restored': () => 'Leerzeichen im Code wurden als Pluszeichen gelesen, wie seine Prüfsumme zeigt.',
  'untagged-element': (warning) =>
    `Ein Teil des Codes ohne seinen Buchstaben wurde übergangen ${at(warning)}; es könnte das Owner-Token oder die Seriennummer sein. Informieren Sie den Hersteller.`,
  'short-profile-id': () =>
    'Die ProfileID hat nur 4 Ziffern, Vendor-ID und Vendor-Profil-ID haben aber je 4. Sie wurde übergangen.',
  'written-eui': () => 'Die DevEUI war nicht als 16 Hexziffern am Stück geschrieben, ließ sich aber lesen.',
  'no-checksum': () => 'Der Code hat keine Prüfsumme. Vergleichen Sie die DevEUI mit der auf dem Etikett.',
  'group-address': ({ field }) =>
    `Bei ${name(field)} ist das Gruppenbit gesetzt, was bei keinem einzelnen Gerät vorkommt. Vergleichen Sie mit dem Etikett.`,
  'case-doubtful': ({ field }) =>
    `Der ganze Code ist kleingeschrieben; ${name(field)} könnte Großbuchstaben gehabt haben.`,
  'lower-case-text': () => 'Der ganze Code kam in Kleinbuchstaben an und wurde in Großbuchstaben gelesen.',
  'lower-case-hex': ({ field }) =>
    `Kleingeschriebene Hexziffern (${name(field)}) wurden als Großbuchstaben gelesen.`,
  'empty-element': (warning) => `Ein leerer Teil des Codes wurde übergangen ${at(warning)}.`,
  'unknown-tag-ignored': (warning) =>
    `Ein Teil des Codes, den sein Format nicht kennt, wurde übergangen ${at(warning)}.`,
  'unsafe-character': (warning) =>
    `${character(warning)} ist ein Leer- oder Prozentzeichen, das Scanner zerstören, die Internetadressen dekodieren.`,
  'escaped-separator': (warning) =>
    `Ein Trennzeichen, das ein Scanner beschädigt hatte, wurde repariert ${at(warning)}.`,
  'checksum-not-last': () => 'Die Prüfsumme steht nicht am Ende des Codes.',
  'key-dropped': ({ field }) =>
    `Der Code enthält einen LoRaWAN-Schlüssel (${name(field)}), der verworfen wurde. Schlüssel gehören nie auf ein Etikett.`,
}

function listOf(codes: readonly { readonly position: number }[]): string {
  const places = codes.map(({ position }) => String(position + 1))
  return `${places.slice(0, -1).join(', ')} und ${places[places.length - 1]}`
}

/** The sentence for an issue in German. */
export const explain = /* @__PURE__ */ inLanguage(german)
