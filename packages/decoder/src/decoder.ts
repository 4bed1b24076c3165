import { type CompiledFormat, identify } from '@claimtag/core/reader'
import { createStrictDecoder, type Decoder, type DecoderOptions } from './strict-decoder.ts'
import { tolerant } from './text/tolerant.ts'

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
export function createDecoder(formats?: readonly CompiledFormat[], options?: DecoderOptions): Decoder {
  const { formats: all, decode } = createStrictDecoder(formats, options, identify)
  return {
    formats: all,
    decode: tolerant(
      decode,
      all.map(({ prefix }) => prefix),
    ),
  }
}
