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
  | 'bare-euis'
  | 'serial-number'
  | 'enocean'
  | 'mh10.8.2'
  | 'bluerange'
  | 'z-wave'

/**
 * What a keyboard did to a text that a scanner typed: lost Shift, had Caps Lock on, or has its keys in other places.
 */
export type KeyboardLayout =
  | 'no-shift'
  | 'caps-lock'
  | 'jis'
  | 'azerty'
  | 'azerty-caps-lock'
  | 'qwertz'
  | 'dvorak'
  | 'other-latin'

/** Where one of several codes stands in a text. */
export interface CodePlace {
  readonly position: number
  readonly length: number
}

/** What any issue may say beside its code. Names, numbers and places only: never a character of the code itself. */
export interface Where {
  /** The record's or document's name of what is wrong. */
  readonly field?: string
  /** Index into the text as it was passed in, counted from 0 in UTF-16 units. */
  readonly position?: number
  /** The format that the issue is about. */
  readonly format?: string
}

export interface InField {
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

interface OfKeyboard {
  readonly layout: KeyboardLayout
}

interface TwoFormats {
  readonly format: string
  readonly otherFormat: string
}

type Nothing = unknown

/** What can be wrong with one value, on reading as on writing. */
export interface ValueFacts {
  readonly placeholder: InField
  readonly 'not-canonical': InField
  readonly 'invalid-character': InText & {
    /** What is allowed: `hex digits`, `base64`. */
    readonly expected?: string
    /** The digit that the character looks like, in what was typed. */
    readonly like?: '0' | '1' | '8'
  }
  readonly 'wrong-length': InField & {
    /** The last of several fields that share the length, the first of which is `field`. */
    readonly through?: string
    readonly length: number
    /** `16`, `1 to 32`. */
    readonly expected: string
    /** What `length` and `expected` count; characters when left out. */
    readonly unit?: 'bytes'
  }
  readonly 'too-long': { readonly length: number; readonly expected: string }
}

/** What can be wrong with a text that is read, by code. */
export interface DecodeFacts extends ValueFacts {
  readonly empty: Nothing
  readonly 'not-recognised': Nothing
  readonly 'other-code': { readonly foreignCode: ForeignCode }
  readonly 'several-codes': { readonly codes: readonly CodePlace[] }
  readonly 'token-missing': Nothing
  readonly 'keyboard-layout': OfKeyboard
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
export interface MisuseFacts extends ValueFacts {
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
export interface WarningFacts {
  readonly 'byte-order-mark': InText
  readonly 'surrounding-space': InText
  readonly 'aim-identifier': InText
  readonly 'scanner-prefix': InText
  readonly 'surrounding-text': InText
  readonly 'percent-encoded': InText
  readonly 'line-break-ignored': InText
  readonly 'code-in-url': InText
  readonly 'labelled-fields': Nothing
  readonly 'keyboard-undone': OfKeyboard
  readonly 'full-width': InText
  readonly 'plus-restored': InText
  readonly 'untagged-element': InText
  readonly 'short-profile-id': InText
  readonly 'written-eui': InText
  readonly 'no-checksum': Nothing
  readonly 'group-address': OfField
  readonly 'case-doubtful': OfField
  readonly 'lower-case-text': InText
  readonly 'lower-case-hex': InField
  readonly 'empty-element': InText
  readonly 'unknown-tag-ignored': InText
  readonly 'unsafe-character': InField
  readonly 'escaped-separator': InText
  readonly 'checksum-not-last': InText
  readonly 'key-dropped': OfField
}
