import { type CompiledFormat, type Read, readFormat } from '@claimtag/core/reader'

export type { CompiledFormat, DecodeError, DecodeResult, DeviceRecord, Warning } from '@claimtag/core/reader'

/**
 * Makes the smallest decoder there is: of one format and nothing else.
 *
 * @param format as `claimtag compile` writes it
 * @example
 * ```ts
 * const decode = createDecoder(acme)
 * ```
 */
export function createDecoder(format: CompiledFormat): { readonly decode: Read } {
  return { decode: readFormat(format) }
}
