import type { Pattern } from '../value/pattern.ts'
import type { Radix } from '../value/radix.ts'

/**
 * A format as its reader needs it: plain data, checked when it was compiled, so that an app carries neither the
 * compiler of documents nor what compares formats.
 */
export interface CompiledFormat {
  /** Of which kind this data is; see `LAYOUT`. */
  readonly layout: number
  readonly id: string
  /** What every code begins with. */
  readonly prefix: string
  readonly rules: CompiledRules
  /** What stands in every code of the format, and tells it from others in its frame. */
  readonly mark?: string
  /** The values that fields have in every code. */
  readonly match?: readonly CompiledMatch[]
  /** The digest of the built-in formats that this one was compared with. */
  readonly comparedWith?: string
  /** The ids of those among them that cannot be told apart from it. */
  readonly conflicts?: readonly string[]
}

/** Readers refuse other data than this. It changes when they could misread data that was compiled before. */
export const LAYOUT = 1

export interface CompiledMatch {
  readonly name: string
  readonly patterns: readonly Pattern[]
}

// Lists, since the names of members would take a tenth of the size of a whole decoder. Absent values at the end of a
// list are left out; before the end they are 0 or empty.

export type CompiledRules = readonly [
  /** Elements known by their place. */
  positional: readonly CompiledElement[],
  /** What stands between them, and behind the last where no elements with tags can follow. */
  separator?: string,
  /** What stands between elements with tags; '' without any. */
  edge?: string,
  /** What stands before the first of those, instead. */
  open?: string | 0,
  /** What scanners that damage such a separator leave behind it. */
  damage?: string | 0,
  /** Elements known by their tag. */
  tagged?: readonly CompiledElement[],
  /** Whether unknown tags are ignored. */
  unknown?: number,
  /** The tag of the checksum, and whether a code without it is refused. */
  checksum?: string | 0,
  needsChecksum?: number,
]

export type CompiledElement = readonly [
  /** The values, at least one, and then the constants between them. */
  parts: readonly CompiledPart[],
  tag?: string,
  required?: number,
  /** The text that stands for no value. */
  absent?: string | 0,
  /** How many characters several parts have together. */
  least?: number,
  most?: number,
  /** The name of the last of several values. */
  through?: string,
]

export type CompiledPart = readonly [
  /** Of a value its name, of a constant its text. */
  name: string,
  kind: number,
  /** How many characters it has. */
  least?: number,
  most?: number,
  /** From which character to which it stands, as `slice` counts them: from the end, when negative. */
  from?: number,
  to?: number,
  /** A character that it cannot have, as a regular expression; absent where there is none, and for hex digits. */
  stray?: string | 0,
  /** The characters that it can have, for people; nothing for any printable text. */
  expected?: string | 0,
  token?: CompiledToken | 0,
  /** Values that mark another format. */
  not?: readonly Pattern[] | 0,
  /** Text before the value; a value with a lead may be absent. */
  lead?: string | 0,
  home?: number,
]

/** Kinds of parts: hex digits in either case · text without lower-case letters · other text · a constant. */
export const HEX = 0
export const CASELESS = 1
export const CASED = 2
export const CONSTANT = 3

/** Where a value belongs: into the record itself (0) · among the fields of the format's own · nowhere, being a key. */
export const EXTRA = 1
export const KEY = 2

/** How a token's bytes stand in the code, how they were issued, and how many there may be. */
export type CompiledToken = readonly [wire: Radix, issued: Radix, least: number, most: number]
