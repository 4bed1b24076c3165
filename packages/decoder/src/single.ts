import { type CompiledFormat, type Read, readFormat } from '@claimtag/core/reader'

export type { CompiledFormat, DecodeError, DecodeResult, DeviceRecord, Warning } from '@claimtag/core/reader'

/**
 * Makes the smallest decoder there is, for an app of one maker that scans with a camera: of one format, and of texts
 * that are nothing but a code.
 *
 * @param format as `claimtag compile` writes it
 * @example
 * ```ts
 * const { decode } = createDecoder(acme)
 * ```
 */
export function createDecoder(format: CompiledFormat): { readonly decode: Read } {
  return { decode: readFormat(format) }
}
