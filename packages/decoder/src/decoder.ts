import { builtInFormats, type CompiledFormats, compileFormats, type Format } from '@claimtag/core'
import { tolerant } from './text/tolerant.ts'

export interface DecoderOptions {
  /** The formats to read beside the caller's own; when left out, all that come with the package. */
  readonly builtIns?: readonly Format[]
}

/** Reads the texts of codes; `formats` are the caller's own first, then the built-in ones. */
export type Decoder = CompiledFormats

/**
 * Makes a decoder over a maker's own formats and the built-in ones. All work that depends on the formats alone is
 * done here, once.
 *
 * @param formats the maker's own; where their `match` holds, they win over the general ones
 * @throws ClaimtagError `ambiguous-formats` when two formats could read one code in two ways, `duplicate-format-id`,
 *   `not-a-format` when a document was not passed through `defineFormat`
 * @example
 * ```ts
 * const decoder = createDecoder([acme])
 * const result = decoder.decode(scannedText)
 * if (result.ok) claim(result.record)
 * ```
 */
export function createDecoder(formats: readonly Format[] = [], options: DecoderOptions = {}): Decoder {
  const { formats: all, decode } = compileFormats([...formats, ...(options.builtIns ?? builtInFormats)])
  const prefixes = all.map(({ document }) => document.prefix ?? '')
  return { formats: all, decode: tolerant(decode, prefixes) }
}
