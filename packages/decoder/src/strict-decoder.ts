import { type CompiledFormat, type DecodeResult, type Identify, readFormats } from '@claimtag/core/reader'
import { BUILT_IN_DIGEST, builtIns as allBuiltIns } from './formats.ts'

export interface DecoderOptions {
  /** The formats to read beside the caller's own; when left out, all that come with the package. */
  readonly builtIns?: readonly CompiledFormat[] | undefined
}

/** Reads the texts of codes. */
export interface Decoder {
  /** Each format once, the caller's own first: of two that read a code alike, the first gives its name. */
  readonly formats: readonly CompiledFormat[]
  /** Reads the text of a code as scanned, pasted or typed. Never throws, whatever the text. */
  readonly decode: (text: string) => DecodeResult
}

/**
 * Makes a decoder of codes as they were made. It accepts additions of a scanner around a code and lower case, and
 * does not name codes of other kinds.
 *
 * @throws FormatError `ambiguous-formats`, `duplicate-format-id`, `not-a-format`
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder/strict'
 *
 * console.log(createDecoder().decode('70B3D57ED00A0004').ok) // true
 * ```
 */
export function createStrictDecoder(
  formats: readonly CompiledFormat[] = [],
  { builtIns = allBuiltIns }: DecoderOptions = {},
  identify?: Identify,
): Decoder {
  const all = [...new Set([...formats, ...builtIns])]
  const own = all.filter((format) => !allBuiltIns.includes(format))
  // The built-in formats were compared when this package was built.
  const areCompared = own.every((format) => format?.comparedWith === BUILT_IN_DIGEST)
  const areApart = all.length === 1 || (own.length < 2 && areCompared)
  return { formats: all, decode: readFormats(all, areApart, identify) }
}
