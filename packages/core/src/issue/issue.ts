/**
 * foreign: not a code of ours · damaged: ours, but not as it was made · unsupported: sound, but not readable
 * with the formats at hand · misuse: the caller's data or document is wrong.
 */
export type IssueKind = 'foreign' | 'damaged' | 'unsupported' | 'misuse'

/** Codes that people scan by mistake, as far as they can be told. */
export type Neighbour =
  | 'matter'
  | 'wifi'
  | 'dpp'
  | 'gs1-digital-link'
  | 'milesight'
  | 'url'
  | 'eui-48'
  | 'written-eui'
  | 'serial-number'

export type IssueCode =
  | 'empty'
  | 'not-recognised'
  | 'other-code'
  | 'placeholder'
  | 'too-long'
  | 'control-character'
  | 'non-ascii-character'
  | 'missing-element'
  | 'trailing-text'
  | 'wrong-length'
  | 'invalid-character'
  | 'not-canonical'
  | 'missing-field'
  | 'duplicate-element'
  | 'unknown-tag'
  | 'missing-checksum'
  | 'malformed-checksum'
  | 'checksum-mismatch'
  | 'case-lost'
  | 'unsupported-version'
  | 'format-not-loaded'
  | 'other-dialect'
  | 'ambiguous-code'
  | 'not-text'
  | 'no-formats'
  | 'not-a-format'
  | 'read-only-format'
  | 'field-not-carried'
  | 'key-refused'
  | 'reserved-value'
  | 'match-mismatch'
  | 'bad-format-document'
  | 'ambiguous-formats'
  | 'duplicate-format-id'

export type WarningCode =
  | 'byte-order-mark'
  | 'surrounding-space'
  | 'aim-identifier'
  | 'lower-case-text'
  | 'lower-case-hex'
  | 'empty-element'
  | 'unknown-tag-ignored'
  | 'unsafe-character'
  | 'escaped-separator'
  | 'checksum-not-last'
  | 'key-dropped'

/** What every issue may say beside its code. Names, numbers and places only: never a character of the code itself. */
export interface IssueData {
  /** The record's or document's name of what is wrong. */
  readonly field?: string
  /** Index into the text as it was passed in, counted from 0 in UTF-16 units. */
  readonly position?: number
  /** How long the thing is. */
  readonly length?: number
  /** How long it should be: `16`, `1 to 32`. Of a character that is not allowed: what is: `hex digits`, `base64`. */
  readonly expected?: string
  /** What `length` and `expected` count; characters when left out. */
  readonly unit?: 'bytes'
  /** The format that the issue is about. */
  readonly format?: string
  /** The second format, when two are in conflict. */
  readonly otherFormat?: string
  readonly neighbour?: Neighbour
  /** Where in a format document: `fields[2].length`. */
  readonly path?: string
  /** What is wrong at `path`, in the words of the grammar. */
  readonly reason?: string
}

export interface Issue extends IssueData {
  readonly code: IssueCode
  readonly kind: IssueKind
}

/** Why a text gave no record. */
export type DecodeError = Issue

/** Something that was put up with, and that whoever prints the labels should hear of. */
export interface Warning extends IssueData {
  readonly code: WarningCode
}
