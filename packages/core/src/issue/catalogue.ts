import type { ForeignCode, Issue, IssueKind, Warning } from './issue.ts'

type Explained = Issue | Warning
type Sentences = {
  readonly [C in Explained['code']]: (issue: Extract<Explained, { readonly code: C }>) => string
}

const FOREIGN = {
  matter: 'a Matter onboarding code',
  wifi: 'a Wi-Fi network code',
  dpp: 'a Wi-Fi Easy Connect (DPP) code',
  'gs1-digital-link': 'a GS1 Digital Link, which is a product page',
  milesight: 'a Milesight product page, whose serial number is no LoRaWAN identity',
  url: 'a web address',
  'eui-48': 'a MAC address (EUI-48) of 12 hex digits, where a DevEUI has 16',
  'written-eui': 'an EUI with separators, where a code has its 16 hex digits alone',
  'serial-number': 'what looks like a serial number, where a DevEUI has 16 hex digits',
} satisfies Record<ForeignCode, string>

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

const SENTENCES = {
  empty: () => 'There is no text: scan again.',
  'not-recognised': () =>
    'This is not a LoRaWAN device code of any format that is loaded: look for another code on the device.',
  'other-code': ({ foreignCode }) =>
    `This is not a LoRaWAN device code, but ${FOREIGN[foreignCode]}: look for another code on the device.`,
  placeholder: ({ field }) => `This is a template, not a device: ${field} is filled with X as a placeholder.`,
  'too-long': ({ length, expected }) => `The text is too long: ${length} characters, at most ${expected}.`,
  'control-character': (issue) =>
    `${character(issue)} is a control character, which no code has: check the scanner's settings.`,
  'non-ascii-character': (issue) =>
    `${character(issue)} is outside ASCII, where no code has any: check the scanner's keyboard layout.`,
  'missing-element': ({ field }) => `The code ends before ${field}: it was cut short, so scan again.`,
  'trailing-text': (issue) =>
    `There is text after the end of the code ${at(issue)}: scan one code at a time.`,
  'wrong-length': ({ field, length, expected, unit = 'characters' }) =>
    `${field} has the wrong length: ${length} ${unit}, expected ${expected}.`,
  'invalid-character': (issue) =>
    `${character(issue)} is not allowed${issue.expected === undefined ? '' : `: expected ${issue.expected}`}.`,
  'not-canonical': ({ field }) =>
    `The last character of ${field} cannot be right: a part was cut off, or mistyped.`,
  'missing-field': ({ field }) => `${field} is missing.`,
  'duplicate-element': (issue) => `The code has ${issue.field} twice ${at(issue)}.`,
  'unknown-tag': (issue) => `The code has a part that its format does not know ${at(issue)}.`,
  'missing-checksum': () => 'The checksum is missing, and the format requires it: scan again.',
  'malformed-checksum': () => 'The checksum itself is damaged: scan again.',
  'checksum-mismatch': () =>
    'The checksum does not match: a character was changed, lost or mistyped. Scan again.',
  'case-lost': () =>
    "Upper and lower case were changed on the way, and this code needs them: check Caps Lock and the scanner's keyboard layout.",
  'unsupported-version': () =>
    'This is a LoRaWAN device code of a newer version than this software knows: update it.',
  'format-not-loaded': ({ format }) => `This is a code of format ${format}, which is not loaded here.`,
  'other-dialect': ({ format, field }) =>
    `The frame is that of format ${format}, but ${field} says that it is another maker's dialect: load that maker's format.`,
  'ambiguous-code': ({ format, otherFormat }) =>
    `Formats ${format} and ${otherFormat} read this code differently: load only one of them.`,
  'not-text': ({ field = 'What was given' }) => `${field} is not text.`,
  'no-formats': () => 'No formats are loaded.',
  'not-a-format': () =>
    'What was given is not a format: pass what defineFormat returned for the document, or, to a decoder without its compiler, what `claimtag compile` wrote.',
  'read-only-format': ({ format }) => `Format ${format} is only read, never written: choose another one.`,
  'field-not-carried': ({ format, field, path }) =>
    path === undefined
      ? `Format ${format} does not carry ${field}: leave it out, or choose another format.`
      : `${field} is a field of the record itself: give it beside devEui, not in ${path}.`,
  'key-refused': ({ field }) => `${field} is a LoRaWAN key: it belongs in the Join Server, never on a label.`,
  'reserved-value': ({ field }) =>
    `This value of ${field} means something else in a code of this format: choose another value, or another format.`,
  'match-mismatch': ({ format, field }) =>
    `This value of ${field} is not one that format ${format} stands for: correct it, or choose another format.`,
  'bad-format-document': ({ path, reason }) =>
    `The format document is wrong${path === '' ? '' : ` at ${path}`}: ${reason}.`,
  'ambiguous-formats': ({ format, otherFormat }) =>
    `Formats ${format} and ${otherFormat} cannot be told apart: give one of them a \`match\`, or load only one.`,
  'duplicate-format-id': ({ format }) => `Two different formats have the id ${format}: rename one of them.`,
  'misread-by': ({ format, otherFormat, field, like }) =>
    `A decoder that does not know format ${format} would read its codes as ${otherFormat}, with another ${field}: ${like === undefined ? '' : `mark the token as the built-in format ${like} does, `}choose another prefix, or say readOnly if such codes are only to be read.`,

  'byte-order-mark': () => 'A byte order mark before the code was ignored.',
  'surrounding-space': () => 'White space around the code was ignored.',
  'aim-identifier': () => "The scanner's symbology identifier before the code was ignored.",
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
} satisfies Sentences

/**
 * The sentence for people. Built from names, numbers and positions alone, so it never holds a character of
 * the code or the token.
 */
export function explain(issue: Issue | Warning): string {
  // Issues of other packages come here too; their codes may be any word, such as `constructor`.
  if (!Object.prototype.hasOwnProperty.call(SENTENCES, issue.code)) return issue.code
  return (SENTENCES[issue.code] as (issue: Explained) => string)(issue)
}
