import { type CompiledFormat, type DecodeResult, readFormats } from '@claimtag/core/reader'
import { BUILT_IN_DIGEST, builtIns as allBuiltIns } from './formats.ts'
import { tolerant } from './text/tolerant.ts'

export interface DecoderOptions {
  /** The formats to read beside the caller's own; when left out, all that come with the package. */
  readonly builtIns?: readonly CompiledFormat[]
}

/** Reads the texts of codes. */
export interface Decoder {
  /** Each format once, the caller's own first: of two that read a code alike, the first gives its name. */
  readonly formats: readonly CompiledFormat[]
  /** Reads the text of a code as scanned, pasted or typed. Never throws, whatever the text. */
  readonly decode: (text: string) => DecodeResult
}

/**
 * Makes a decoder over a maker's own formats and the built-in ones. All work that depends on the formats alone is
 * done here, once, or was done when they were compiled.
 *
 * @param formats the maker's own, as `claimtag compile` writes them; where their `match` holds, they win over the
 *   general ones
 * @throws ClaimtagError `ambiguous-formats` when two formats could read one code in two ways, `duplicate-format-id`,
 *   `not-a-format` when it is a document, which the decoder of `@claimtag/decoder/documents` takes
 * @example
 * ```ts
 * const decoder = createDecoder([acme])
 * const result = decoder.decode(scannedText)
 * if (result.ok) claim(result.record)
 * ```
 */
export function createDecoder(
  formats: readonly CompiledFormat[] = [],
  { builtIns = allBuiltIns }: DecoderOptions = {},
): Decoder {
  const all = Object.freeze([...new Set([...formats, ...builtIns])])
  const own = all.filter((format) => !allBuiltIns.includes(format))
  // The built-in formats were compared when this package was built.
  const areApart =
    all.length === 1 || own.length === 0 || (own.length === 1 && own[0]?.comparedWith === BUILT_IN_DIGEST)
  const prefixes = all.map(({ prefix }) => prefix)
  return { formats: all, decode: tolerant(readFormats(all, areApart), prefixes) }
}
