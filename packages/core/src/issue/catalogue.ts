import type { Issue, IssueCode, IssueData, IssueKind, Neighbour, Warning, WarningCode } from './issue.ts'

type Sentence = (issue: IssueData) => string

const NEIGHBOURS = {
  matter: 'a Matter onboarding code',
  wifi: 'a Wi-Fi network code',
  dpp: 'a Wi-Fi Easy Connect (DPP) code',
  'gs1-digital-link': 'a GS1 Digital Link (a product page, not a device identity)',
  milesight: 'a Milesight product page; its serial number is no LoRaWAN identity',
  url: 'a web address',
  'eui-48': 'a 12-digit EUI-48 (MAC address); a DevEUI has 16 hex digits',
  'serial-number': 'a bare serial number; look for a second code on the device',
} satisfies Record<Neighbour, string>

const WHERE: Sentence = ({ field, position }) =>
  (field === undefined ? '' : ` in ${field}`) + (position === undefined ? '' : ` at position ${position}`)

const SENTENCES = {
  empty: () => 'There is no text.',
  'not-recognised': () => 'This is not a LoRaWAN device code of any format that is loaded.',
  'other-code': ({ neighbour }) =>
    `This is not a LoRaWAN device code: it is ${neighbour === undefined ? 'another code' : NEIGHBOURS[neighbour]}.`,
  placeholder: (issue) => `This is a template, not a device: placeholder characters${WHERE(issue)}.`,
  'too-long': ({ length, expected }) => `The text is too long: ${length} characters, at most ${expected}.`,
  'control-character': (issue) => `There is a control character${WHERE(issue)}.`,
  'non-ascii-character': (issue) => `There is a character outside ASCII${WHERE(issue)}.`,
  'missing-element': (issue) => `The text ends where a further part is due${WHERE(issue)}: it is cut short.`,
  'trailing-text': (issue) => `There is text after the end of the code${WHERE(issue)}.`,
  'wrong-length': (issue) =>
    `Wrong length${WHERE(issue)}: ${issue.length} characters, expected ${issue.expected}.`,
  'invalid-character': (issue) => `There is a character that is not allowed${WHERE(issue)}.`,
  'not-canonical': (issue) =>
    `The value${WHERE(issue)} is not written in the one way that its form prescribes.`,
  'missing-field': ({ field }) => `${field} is missing.`,
  'duplicate-element': (issue) => `A part occurs twice${WHERE(issue)}.`,
  'unknown-tag': (issue) => `A part begins with a tag that the format does not know${WHERE(issue)}.`,
  'missing-checksum': () => 'The checksum that the format requires is missing.',
  'malformed-checksum': (issue) => `The checksum is not four hex digits${WHERE(issue)}.`,
  'checksum-mismatch': () => 'The checksum does not match: the text was changed, or mistyped.',
  'case-lost': (issue) =>
    `Upper and lower case were changed on the way${WHERE(issue)}, and this format needs them: check Caps Lock and the scanner's keyboard layout.`,
  'unsupported-version': () => 'This is a LoRaWAN device code of a newer version than this software knows.',
  'format-not-loaded': ({ format }) => `This is a ${format} code, and that format is not loaded.`,
  'other-dialect': ({ format, field }) =>
    `The frame is that of format ${format}, but ${field ?? 'a field'} says that it is another maker's dialect of it.`,
  'ambiguous-code': ({ format, otherFormat }) =>
    `Formats ${format} and ${otherFormat} read this code differently; load only one of them.`,
  'not-text': () => 'What was given is not text.',
  'no-formats': () => 'No formats are loaded.',
  'read-only-format': ({ format }) => `Format ${format} is only read, never written.`,
  'field-not-carried': ({ format, field }) => `Format ${format} does not carry ${field}.`,
  'key-refused': ({ field }) => `${field} is a LoRaWAN key: it belongs in the Join Server, never on a label.`,
  'reserved-value': ({ field }) => `The value of ${field} is reserved for another format.`,
  'match-mismatch': ({ format, field }) =>
    `The value of ${field} is not one that format ${format} stands for.`,
  'bad-format-document': ({ path, reason }) =>
    `The format document is wrong${path === undefined || path === '' ? '' : ` at ${path}`}: ${reason}.`,
  'ambiguous-formats': ({ format, otherFormat }) =>
    `Formats ${format} and ${otherFormat} cannot be told apart: give one of them a \`match\`, or load only one.`,
  'duplicate-format-id': ({ format }) => `Two different formats have the id ${format}.`,
} satisfies Record<IssueCode, Sentence>

const WARNINGS = {
  'byte-order-mark': () => 'A byte order mark before the code was ignored.',
  'surrounding-space': () => 'White space around the code was ignored.',
  'aim-identifier': () => "The scanner's symbology identifier before the code was ignored.",
  'lower-case-text': () => 'The whole code came in lower case and was read as upper case.',
  'lower-case-hex': (issue) => `Hex digits in lower case${WHERE(issue)} were read as upper case.`,
  'empty-element': (issue) => `An empty part was ignored${WHERE(issue)}.`,
  'unknown-tag-ignored': (issue) => `A part with an unknown tag was ignored${WHERE(issue)}.`,
  'unsafe-character': (issue) =>
    `A space or percent sign${WHERE(issue)}: scanners that decode URLs will destroy it.`,
  'escaped-separator': (issue) => `A damaged separator was repaired${WHERE(issue)}.`,
  'checksum-not-last': () => 'The checksum is not the last part.',
  'key-dropped': ({ field }) =>
    `The code carries ${field}, a LoRaWAN key, which was dropped: never put one on a label.`,
} satisfies Record<WarningCode, Sentence>

const KINDS = {
  empty: 'foreign',
  'not-recognised': 'foreign',
  'other-code': 'foreign',
  placeholder: 'foreign',
  'too-long': 'damaged',
  'control-character': 'damaged',
  'non-ascii-character': 'damaged',
  'missing-element': 'damaged',
  'trailing-text': 'damaged',
  'wrong-length': 'damaged',
  'invalid-character': 'damaged',
  'not-canonical': 'damaged',
  'missing-field': 'damaged',
  'duplicate-element': 'damaged',
  'unknown-tag': 'damaged',
  'missing-checksum': 'damaged',
  'malformed-checksum': 'damaged',
  'checksum-mismatch': 'damaged',
  'case-lost': 'damaged',
  'unsupported-version': 'unsupported',
  'format-not-loaded': 'unsupported',
  'other-dialect': 'unsupported',
  'ambiguous-code': 'unsupported',
  'not-text': 'misuse',
  'no-formats': 'misuse',
  'read-only-format': 'misuse',
  'field-not-carried': 'misuse',
  'key-refused': 'misuse',
  'reserved-value': 'misuse',
  'match-mismatch': 'misuse',
  'bad-format-document': 'misuse',
  'ambiguous-formats': 'misuse',
  'duplicate-format-id': 'misuse',
} satisfies Record<IssueCode, IssueKind>

/**
 * The sentence for people. Built from names, numbers and positions alone, so it never holds a character of
 * the code or the token.
 */
export function explain(issue: Issue | Warning): string {
  const sentences: Readonly<Record<string, Sentence>> = { ...SENTENCES, ...WARNINGS }
  return sentences[issue.code]?.(issue) ?? issue.code
}

/** An issue met on reading, of the kind that its code has there; on writing everything is `misuse`. */
export function failure(code: IssueCode, data: IssueData = {}): Issue {
  return { code, kind: KINDS[code], ...data }
}
