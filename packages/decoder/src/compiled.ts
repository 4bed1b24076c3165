import { type CompiledFormat, readFormats } from '@claimtag/core/reader'
import type { Decoder } from './decoder.ts'

export type { CompiledFormat, DecodeError, DecodeResult, DeviceRecord, Warning } from '@claimtag/core/reader'
export type { Decoder } from './decoder.ts'

/**
 * Makes a decoder of a maker's own formats and no other, for apps of one maker: the smallest decoder.
 *
 * @param formats as written by `claimtag compile`
 * @throws ClaimtagError `ambiguous-formats`, `duplicate-format-id`, `not-a-format`
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder/compiled'
 * import { thingpark } from '@claimtag/decoder/formats'
 *
 * console.log(createDecoder([thingpark]).formats.length) // 1
 * ```
 */
export function createDecoder(formats: readonly CompiledFormat[]): Decoder {
  return { formats, decode: readFormats(formats, formats.length === 1) }
}
