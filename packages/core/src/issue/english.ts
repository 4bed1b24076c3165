import type { ForeignCode, KeyboardLayout } from './facts.ts'
import type { IssueKind } from './issue.ts'
import type { Words } from './words.ts'

const FOREIGN = {
  matter: 'a Matter onboarding code',
  wifi: 'a Wi-Fi network code',
  dpp: 'a Wi-Fi Easy Connect (DPP) code',
  'gs1-digital-link': 'a GS1 Digital Link, which is a product page',
  milesight: 'a Milesight product page, whose serial number is no LoRaWAN identity',
  url: 'a web address',
  'eui-48': 'a MAC address (EUI-48) of 12 hex digits, where a DevEUI has 16',
  'written-eui': 'an EUI with separators, where a code has its 16 hex digits alone',
  'bare-euis': 'a row of hex digits, which does not say which of them are the DevEUI',
  'serial-number': 'what looks like a serial number, where a DevEUI has 16 hex digits',
  enocean: 'an EnOcean product code',
  'mh10.8.2': 'a logistics code (ANSI MH10.8.2)',
  bluerange: 'a BlueRange device code',
  'z-wave': 'a Z-Wave SmartStart code',
} satisfies Record<ForeignCode, string>

const KEYBOARD = {
  'no-shift': 'Shift is lost',
  'caps-lock': 'Caps Lock is on',
  jis: 'Japanese',
  azerty: 'AZERTY',
  'azerty-caps-lock': 'AZERTY, Caps Lock is on',
  qwertz: 'QWERTZ',
  dvorak: 'Dvorak',
  'other-latin': 'not US English',
} satisfies Record<KeyboardLayout, string>

interface Place {
  readonly position: number
  readonly field?: string
  readonly kind?: IssueKind
}

/** `Character 4 of ownerToken`: people count from 1, in the value that they gave or in the code that they scanned. */
function character({ field, position, kind }: Place): string {
  if (kind === 'misuse') return `Character ${position + 1} of ${field ?? 'the text'}`
  return `Character ${position + 1} of the code${field === undefined ? '' : ` (in ${field})`}`
}

/** `(character 50)`: where in the code to look. */
function at({ position }: Place): string {
  return `(character ${position + 1})`
}

/** What is scanned can be scanned again; what is handed over is corrected. */
function again({ kind }: { readonly kind?: IssueKind }): string {
  return kind === 'misuse' ? '.' : ': scan again.'
}

/** Without separators for thousands, for which `counted` of this folder needs Intl: Hermes and QuickJS have none. */
function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

/** What reading a code can come to, in English. */
export const english: Words = {
  empty: () => 'There is no text: scan again.',
  'not-recognised': () =>
    'This is not a LoRaWAN device code of any format that is loaded: look for another code on the device.',
  'other-code': ({ foreignCode }) =>
    `This is not a LoRaWAN device code, but ${FOREIGN[foreignCode]}: look for another code on the device.`,
  placeholder: ({ field }) =>
    `This is a template, not a device: ${field} is filled with X as a placeholder. Look for the code on the device itself.`,
  'token-missing': () =>
    'This code names the device, but has no owner token, which is needed to claim it: look for another code on the device.',
  'too-long': ({ length, expected }) =>
    `The text is too long: ${counted(length, 'character')}, at most ${expected}. Scan one code at a time.`,
  'several-codes': ({ codes }) =>
    `The text holds ${counted(codes.length, 'code')}, at ${listOf(codes)}: scan one code at a time.`,
  'keyboard-layout': ({ layout }) =>
    `The scanner types for another keyboard layout than this computer has (${KEYBOARD[layout]}): set both to the same one, and scan again.`,
  'control-character': (issue) =>
    `${character(issue)} is a control character, which no code has: check the scanner's settings.`,
  'non-ascii-character': (issue) =>
    `${character(issue)} is outside ASCII, where no code has any: check the scanner's keyboard layout.`,
  'missing-element': ({ field }) => `The code ends before ${field}: it was cut short, so scan again.`,
  'trailing-text': (issue) =>
    `There is text after the end of the code ${at(issue)}: scan one code at a time.`,
  'wrong-length': (issue) => {
    const { field, through, length, expected, unit = 'character' } = issue
    const what = through === undefined ? `${field} has` : `${field} to ${through} together have`
    const size = counted(length, unit === 'bytes' ? 'byte' : unit)
    return `${what} the wrong length: ${size}, expected ${expected}${again(issue)}`
  },
  'invalid-character': (issue) => {
    const { expected, like } = issue
    const what = expected === undefined ? '' : `: expected ${expected}`
    return `${character(issue)} is not allowed${what}${like === undefined ? '' : `, perhaps ${like}`}${issue.kind === 'misuse' ? '.' : '. Scan again.'}`
  },
  'not-canonical': (issue) =>
    `The last character of ${issue.field} cannot be right, since a part was cut off or mistyped${again(issue)}`,
  'missing-field': ({ field, kind }) =>
    kind === 'misuse'
      ? `${field} is missing.`
      : `The code lacks ${field}: look for another code on the device.`,
  'duplicate-element': (issue) =>
    `The code has ${issue.field} twice ${at(issue)}: scan one code at a time, and tell the maker if it stays so.`,
  'unknown-tag': (issue) =>
    `The code has a part that its format does not know ${at(issue)}: scan again, or update this software.`,
  'missing-checksum': () => 'The checksum is missing, and the format requires it: scan again.',
  'malformed-checksum': () => 'The checksum itself is damaged: scan again.',
  'checksum-mismatch': () =>
    'The checksum does not match: a character was changed, lost or mistyped. Scan again.',
  'case-lost': () =>
    "Upper and lower case were changed on the way, and this code needs them: check Caps Lock and the scanner's keyboard layout.",
  'unsupported-version': () =>
    'This is a LoRaWAN device code of a newer version than this software knows: update it.',
  'format-not-loaded': ({ format }) =>
    `This is a code of format ${format}, which is not loaded here: load it, or look for another code on the device.`,
  'other-dialect': ({ format, field }) =>
    `The frame is that of format ${format}, but ${field} says that it is another maker's dialect: load that maker's format.`,
  'ambiguous-code': ({ format, otherFormat }) =>
    `Formats ${format} and ${otherFormat} read this code differently: load only one of them.`,
  'not-text': ({ field = 'What was given' }) => `${field} is not text.`,
  'no-formats': () => 'No formats are loaded.',

  'byte-order-mark': () => 'A byte order mark before the code was ignored.',
  'surrounding-space': () => 'White space or invisible characters around the code were ignored.',
  'aim-identifier': () => "The scanner's symbology identifier before the code was ignored.",
  'scanner-prefix': () => "The scanner's prefix before the code was ignored: switch it off in the scanner.",
  'surrounding-text': () => 'Text around the code was ignored.',
  'percent-encoded': () => 'The code was percent-encoded, as in web addresses, and was decoded.',
  'line-break-ignored': () => 'Line breaks within the code were ignored; its checksum holds.',
  'code-in-url': () =>
    'The code stands in a web address: whoever opens it gives the owner token away. Tell the maker.',
  'labelled-fields': () =>
    'This is no device code, but a text with named fields: compare what was read with the label.',
  'keyboard-undone': ({ layout }) =>
    `What a keyboard had changed (${KEYBOARD[layout]}) was undone; the checksum holds. Set the scanner to this computer's layout.`,
  'plus-restored': () => 'Spaces in the code were read as plus signs, as its checksum shows.',
  'untagged-element': (warning) =>
    `A part of the code without its letter was ignored ${at(warning)}: it may be the owner token or a serial number. Tell the maker.`,
  'short-profile-id': () =>
    'The ProfileID has 4 digits, where vendorId and vendorProfileId have 4 each: it was ignored.',
  'written-eui': () => 'The DevEUI was not written as 16 hex digits in a row, but could be read.',
  'no-checksum': () => 'The code has no checksum: compare the DevEUI with the one on the label.',
  'group-address': ({ field }) =>
    `${field} has the group bit set, which no single device has: compare it with the label.`,
  'case-doubtful': ({ field }) => `The whole code is in lower case: ${field} may have been in upper case.`,
  'lower-case-text': () => 'The whole code came in lower case and was read as upper case.',
  'lower-case-hex': ({ field }) => `Hex digits of ${field} in lower case were read as upper case.`,
  'empty-element': (warning) => `An empty part of the code was ignored ${at(warning)}.`,
  'unknown-tag-ignored': (warning) =>
    `A part of the code that its format does not know was ignored ${at(warning)}.`,
  'unsafe-character': (warning) =>
    `${character(warning)} is a space or a percent sign, which scanners that decode URLs destroy.`,
  'escaped-separator': (warning) => `A separator that a scanner had damaged was repaired ${at(warning)}.`,
  'checksum-not-last': () => 'The checksum is not the last part of the code.',
  'key-dropped': ({ field }) =>
    `The code carries ${field}, a LoRaWAN key, which was dropped: never put one on a label.`,
}

function listOf(codes: readonly { readonly position: number }[]): string {
  const places = codes.map(({ position }) => `character ${position + 1}`)
  return `${places.slice(0, -1).join(', ')} and ${places[places.length - 1]}`
}
