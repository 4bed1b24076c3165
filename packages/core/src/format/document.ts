/**
 * How a token was issued: the exact text that the Join Server gave. `base64` is padded, `base64url` is not;
 * `hex` is upper case, `hex-lower` lower case; `text` is opaque printable ASCII.
 */
export type IssuedForm = 'base64' | 'base64url' | 'hex' | 'hex-lower' | 'text'

/** How the token's bytes stand in the code. `base32` is unpadded (RFC 4648); `text` is verbatim. */
export type WireForm = 'base64' | 'base64url' | 'hex' | 'base32' | 'text'

/** A count, or the least and the most. */
export type Span = number | readonly [least: number, most: number]

/** One value of the record inside an element. */
export interface FieldDocument {
  /** A field of the record (`devEui`, `ownerToken` …), a LoRaWAN key to be dropped, or a name of the format's own. */
  readonly name: string
  /** Characters of a text field. Free (1 and more) when left out. Not for EUIs, vendor IDs and tokens. */
  readonly length?: Span | undefined
  /**
   * Characters that a text field may have, with ranges: `0-9A-Z$*+./-`. Default: printable ASCII except the
   * separators.
   */
  readonly charset?: string | undefined
  /** Text before the value, absent with it. Only for the last field of a run, which is thereby optional. */
  readonly lead?: string | undefined
  /** Values this format never has, because they mark another one: exact, or with `*` at the end. */
  readonly not?: readonly string[] | undefined
  /** Only for `ownerToken`. `text` when left out. */
  readonly issued?: IssuedForm | undefined
  /** Only for `ownerToken`. As issued when left out. */
  readonly wire?: WireForm | undefined
  /** Only for `ownerToken`: its size in bytes (characters, when issued as `text`). 1 to 128 when left out. */
  readonly bytes?: Span | undefined
}

/** A constant inside a run. */
export interface LiteralDocument {
  readonly literal: string
}

interface ElementTraits {
  /** Makes the element optional and known by its first character. Elements without a tag come first, in order. */
  readonly tag?: string | undefined
  /** A tagged element that must be there. */
  readonly required?: boolean | undefined
  /** What stands in an element without a tag when none of its fields has a value: `00000000`. */
  readonly absent?: string | undefined
}

/** Several values run together in one element; at most one of them has a free length. */
export interface RunDocument extends ElementTraits {
  readonly run: readonly (FieldDocument | LiteralDocument)[]
}

export type ElementDocument = (FieldDocument & ElementTraits) | RunDocument

export interface ChecksumDocument {
  /** CRC-16/MODBUS over everything but the checksum's own element, as four upper-case hex digits. */
  readonly algorithm: 'crc16-modbus'
  readonly tag: string
  /** Refuse codes without it. Written in any case. */
  readonly required?: boolean | undefined
}

/** How tagged elements are set apart, where that differs from `separator`. */
export interface TagsDocument {
  /** Stands once before the first tagged element. */
  readonly open?: string | undefined
  /** Stands before each tagged element. */
  readonly separator?: string | undefined
  /** How the tag separator looks after a scanner has damaged it: `%25` for `%`. Read with a warning. */
  readonly damaged?: string | undefined
  /** Accept elements with unknown tags with a warning (an extensible format) instead of refusing them. */
  readonly unknown?: boolean | undefined
}

/** A payload format as plain JSON: the maker and the app load the same document. */
export interface FormatDocument {
  readonly $schema?: string | undefined
  /** Lower case, digits and dashes. */
  readonly id: string
  readonly title: string
  /** Only read, never written. */
  readonly readOnly?: boolean | undefined
  /** What every code begins with. */
  readonly prefix?: string | undefined
  /** Stands between elements. */
  readonly separator?: string | undefined
  readonly fields: readonly ElementDocument[]
  readonly tags?: TagsDocument | undefined
  readonly checksum?: ChecksumDocument | undefined
  /**
   * Claims every code of this frame whose fields have these values, exact or with `*` at the end: such a code is
   * read by this format or refused, and never falls to a more general one.
   */
  readonly match?: Readonly<Record<string, string | readonly string[]>> | undefined
}
