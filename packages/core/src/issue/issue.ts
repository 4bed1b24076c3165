/**
 * foreign: not a code of ours · damaged: ours, but not as it was made · unsupported: sound, but not readable
 * with the formats at hand · misuse: the caller's data or document is wrong.
 */
export type IssueKind = 'foreign' | 'damaged' | 'unsupported' | 'misuse'

/** Codes that people scan by mistake, as far as they can be told. */
export type ForeignCode =
  | 'matter'
  | 'wifi'
  | 'dpp'
  | 'gs1-digital-link'
  | 'milesight'
  | 'url'
  | 'eui-48'
  | 'written-eui'
  | 'serial-number'

/** What any issue may say beside its code. Names, numbers and places only: never a character of the code itself. */
interface Where {
  /** The record's or document's name of what is wrong. */
  readonly field?: string
  /** Index into the text as it was passed in, counted from 0 in UTF-16 units. */
  readonly position?: number
  /** The format that the issue is about. */
  readonly format?: string
}

interface InField {
  readonly field: string
  readonly position: number
}

interface InText {
  readonly position: number
}

interface OfField {
  readonly field: string
}

interface OfFormat {
  readonly format: string
}

interface TwoFormats {
  readonly format: string
  readonly otherFormat: string
}

type Nothing = unknown

/** What can be wrong with one value, on reading as on writing. */
interface ValueFacts {
  readonly placeholder: InField
  readonly 'not-canonical': InField
  readonly 'invalid-character': InText & {
    /** What is allowed: `hex digits`, `base64`. */
    readonly expected?: string
  }
  readonly 'wrong-length': InField & {
    readonly length: number
    /** `16`, `1 to 32`. */
    readonly expected: string
    /** What `length` and `expected` count; characters when left out. */
    readonly unit?: 'bytes'
  }
  readonly 'too-long': { readonly length: number; readonly expected: string }
}

/** What can be wrong with a text that is read, by code. */
interface DecodeFacts extends ValueFacts {
  readonly empty: Nothing
  readonly 'not-recognised': Nothing
  readonly 'other-code': { readonly foreignCode: ForeignCode }
  readonly 'control-character': InText
  readonly 'non-ascii-character': InText
  readonly 'missing-element': InField
  readonly 'trailing-text': InText
  readonly 'missing-field': OfField
  readonly 'duplicate-element': InField
  readonly 'unknown-tag': InText
  readonly 'missing-checksum': Nothing
  readonly 'malformed-checksum': InField
  readonly 'checksum-mismatch': InField
  readonly 'case-lost': InText
  readonly 'unsupported-version': InText
  readonly 'format-not-loaded': OfFormat
  readonly 'other-dialect': OfFormat & OfField
  readonly 'ambiguous-code': TwoFormats
  readonly 'not-text': Nothing
  readonly 'no-formats': Nothing
}

/** What can be wrong with a caller's fields, formats or documents, by code. */
interface MisuseFacts extends ValueFacts {
  readonly 'missing-field': OfField & OfFormat
  readonly 'not-text': OfField
  readonly 'not-a-format': Nothing
  readonly 'read-only-format': OfFormat
  readonly 'field-not-carried': OfField &
    OfFormat & {
      /** Where the field was found, when it belongs elsewhere. */
      readonly path?: 'extra'
    }
  readonly 'key-refused': OfField
  readonly 'reserved-value': OfField
  readonly 'match-mismatch': OfField & OfFormat
  readonly 'bad-format-document': {
    /** Where in the document: `fields[2].length`; empty for the document as a whole. */
    readonly path: string
    /** What is wrong there, in the words of the grammar. */
    readonly reason: string
  }
  readonly 'ambiguous-formats': TwoFormats
  readonly 'duplicate-format-id': OfFormat
  readonly 'misread-by': TwoFormats &
    OfField & {
      /** The built-in format that marks such a token, so that everyone reads it rightly. */
      readonly like?: string
    }
}

/** What may deviate in a text that is read all the same, by code. */
interface WarningFacts {
  readonly 'byte-order-mark': InText
  readonly 'surrounding-space': InText
  readonly 'aim-identifier': InText
  readonly 'lower-case-text': InText
  readonly 'lower-case-hex': InField
  readonly 'empty-element': InText
  readonly 'unknown-tag-ignored': InText
  readonly 'unsafe-character': InField
  readonly 'escaped-separator': InText
  readonly 'checksum-not-last': InText
  readonly 'key-dropped': OfField
}

type Coded<Facts> = { readonly [C in keyof Facts]: { readonly code: C } & Where & Facts[C] }[keyof Facts]

/** What is wrong with a text, before it is known what kind of fault that is. */
export type DecodeProblem = Coded<DecodeFacts>
/** What the caller did wrong. */
export type MisuseProblem = Coded<MisuseFacts>

/** Why a text gave no record: typed data for each `code`. */
export type DecodeError = { readonly kind: IssueKind } & DecodeProblem

/** Why something was refused: typed data for each `code`. */
export type Issue = DecodeError | ({ readonly kind: 'misuse' } & MisuseProblem)

/** A deviation that was accepted. The people who print the labels should hear of it. */
export type Warning = Coded<WarningFacts>

export type IssueCode = Issue['code']
export type WarningCode = Warning['code']

/** What is wrong with one value; `at` is an offset into the value or the text. */
export type ValueFault = {
  readonly [C in Exclude<keyof ValueFacts, 'too-long'>]: { readonly code: C; readonly at: number } & Omit<
    ValueFacts[C],
    keyof InField
  >
}[Exclude<keyof ValueFacts, 'too-long'>]

/** The same as an issue of a field whose value begins at `start`. */
export function problemOf(fault: ValueFault, field: string, start = 0): Coded<ValueFacts> {
  const { at, ...facts } = fault
  return { ...facts, field, position: start + at }
}
