import { refuseAmbiguous } from './ambiguity/ambiguity.ts'
import { type Format, compiledFormatOf } from './format/format.ts'
import { identify } from './read/foreign-code.ts'
import { createReader } from './read/reader.ts'
import type { DecodeResult } from './read/result.ts'

/** Formats that were checked against each other, ready to read many codes. */
export interface CompiledFormats {
  /** Each format once, in the order given: of two that read a code alike, the first gives its name. */
  readonly formats: readonly Format[]
  /** Reads the text of a code as scanned, pasted or typed. Never throws, whatever the text. */
  readonly decode: (text: string) => DecodeResult
}

/**
 * Makes formats ready to decode with. All work that depends only on the formats is done here, once.
 *
 * @throws ClaimtagError `ambiguous-formats` (two formats could read one code in two ways), `duplicate-format-id`,
 *   `not-a-format` (a document was not passed through `defineFormat`)
 *
 * @example
 * ```ts
 * import { compileFormats, devEuiOnly, tr005 } from '@claimtag/core'
 *
 * const { decode } = compileFormats([tr005, devEuiOnly])
 * console.log(decode('70B3D57ED00A0004').ok) // true
 * ```
 */
export function compileFormats(formats: readonly Format[]): CompiledFormats {
  const all = Object.freeze([...new Set(formats)])
  refuseAmbiguous(all)
  return { formats: all, decode: createReader(all.map(compiledFormatOf), true, identify) }
}
