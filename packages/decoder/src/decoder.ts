import { type CompiledFormat, identify } from '@claimtag/core/reader'
import { createStrictDecoder, type Decoder, type DecoderOptions } from './strict-decoder.ts'
import { tolerant } from './text/tolerant.ts'

/**
 * Makes a decoder for a maker's own formats and the built-in ones. All work that depends only on the formats is done
 * here, once, or was done when they were compiled.
 *
 * @param formats the maker's own, as written by `claimtag compile`; where their `match` holds, they win over the
 *   general ones
 * @throws ClaimtagError `ambiguous-formats` (two formats could read one code in two ways), `duplicate-format-id`,
 *   `not-a-format` (a document, which the decoder of `@claimtag/decoder/documents` takes)
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder'
 *
 * const decoder = createDecoder()
 * const result = decoder.decode('LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:C4FA5')
 * if (result.ok) console.log(result.record.devEui) // 0004A310001AAED6
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
