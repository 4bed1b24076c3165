import { type CompiledFormat, readFormats } from '@claimtag/core/reader'
import type { Decoder } from './decoder.ts'

export type { CompiledFormat, DecodeError, DecodeResult, DeviceRecord, Warning } from '@claimtag/core/reader'
export type { Decoder } from './decoder.ts'

/**
 * Makes a decoder of a maker's own formats and no other, for apps of one maker: the smallest there is.
 *
 * @param formats as `claimtag compile` writes them
 * @throws ClaimtagError `ambiguous-formats`, `duplicate-format-id`, `not-a-format`
 * @example
 * ```ts
 * const decoder = createDecoder([acme])
 * ```
 */
export function createDecoder(formats: readonly CompiledFormat[]): Decoder {
  return { formats, decode: readFormats(formats, formats.length === 1) }
}
