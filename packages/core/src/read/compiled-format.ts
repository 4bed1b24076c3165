import type { Extent } from '../value/extent.ts'
import type { Pattern } from '../value/pattern.ts'
import type { Radix } from '../value/radix.ts'

/**
 * A format as its reader needs it: plain data, checked when it was compiled, so that an app carries neither the
 * compiler of documents nor what compares formats. What is not so is left out.
 */
export interface CompiledFormat {
  /** Of which kind this data is; see `LAYOUT`. */
  readonly layout: number
  readonly id: string
  readonly prefix: string
  /** Elements known by their place. */
  readonly positional: readonly CompiledElement[]
  /** What stands between them, and after the last where no elements with tags can follow. */
  readonly separator: string
  /** How elements with tags are set apart, where there can be any. */
  readonly tags?: CompiledTags
  /** By the name of a field, the values that every code of the format has. */
  readonly match?: readonly CompiledMatch[]
  /** Fields of the format's own. */
  readonly extra?: readonly string[]
  /** LoRaWAN keys, which are dropped. */
  readonly keys?: readonly string[]
  /** The digest of the built-in formats that this one was compared with. */
  readonly comparedWith?: string
  /** The ids of those among them that cannot be told apart from it. */
  readonly conflicts?: readonly string[]
}

/** Readers refuse other data than this. It changes when they could misread data that was compiled before. */
export const LAYOUT = 1

export interface CompiledTags {
  /** Stands once before the first of them. */
  readonly open?: string
  /** Stands before each. */
  readonly separator: string
  /** What a scanner that damages separators leaves behind each. */
  readonly damage?: string
  readonly elements: readonly CompiledElement[]
  /** Unknown tags are ignored. */
  readonly unknown?: boolean
  readonly checksum?: string
  readonly needsChecksum?: boolean
}

export interface CompiledMatch {
  readonly name: string
  readonly patterns: readonly Pattern[]
}

/** Its extent is that of all parts together, without the tag. */
export interface CompiledElement extends Extent {
  readonly tag?: string
  readonly required?: boolean
  readonly absent?: string
  /** Its values, at least one. */
  readonly fields: readonly CompiledField[]
  /** Constants between them, which mark the format. */
  readonly marks?: readonly CompiledMark[]
}

/** The part of an element from one character to another, as `slice` counts them: negative from the end. */
interface Place {
  readonly from?: number
  readonly to?: number
}

export interface CompiledMark extends Place {
  readonly text: string
}

/** Its extent is that of the value in the code, without the lead. */
export interface CompiledField extends CompiledValue, Place {
  readonly name: string
  /** Text before the value; a field with a lead may be absent. */
  readonly lead?: string
  /** Values that mark another format. */
  readonly not?: readonly Pattern[]
}

/** How a value stands in the code. */
export interface CompiledValue extends Extent {
  /** The characters that it may have, as in the brackets of a regular expression; those of a token are its radix's. */
  readonly class?: string
  /** The same for people, where it is not simply printable text. */
  readonly expected?: string
  /** Upper and lower case are two things. */
  readonly cased?: boolean
  /** Hex digits, in either case. */
  readonly hex?: boolean
  readonly token?: CompiledToken
}

/** How the bytes of a token stand in the code and how they were issued. */
export interface CompiledToken {
  readonly wire: Radix
  readonly issued: Radix
  readonly bytes: Extent
}
