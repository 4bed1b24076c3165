import type { IssueKind } from './issue.ts'
import type { StrictWords } from './words.ts'

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
export function at({ position }: Place): string {
  return `(character ${position + 1})`
}

/** What is scanned can be scanned again; what is handed over is corrected. */
function again({ kind }: { readonly kind?: IssueKind }): string {
  return kind === 'misuse' ? '.' : ': scan again.'
}

/** Without separators for thousands, for which `counted` of this folder needs Intl: Hermes and QuickJS have none. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

/** What a strict reader can say of a code, in English: it does not put up with what scanners and people add. */
export const strictEnglish: StrictWords = {
  empty: () => 'There is no text: scan again.',
  'not-recognised': () =>
    'This is not a LoRaWAN device code of any format that is loaded: look for another code on the device.',
  placeholder: ({ field }) =>
    `This is a template, not a device: ${field} is filled with X as a placeholder. Look for the code on the device itself.`,
  'token-missing': () =>
    'This code names the device, but has no owner token, which is needed to claim it: look for another code on the device.',
  'too-long': ({ length, expected }) =>
    `The text is too long: ${counted(length, 'character')}, at most ${expected}. Scan one code at a time.`,
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
  'no-checksum': () => 'The code has no checksum: compare the DevEUI with the one on the label.',
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
