import { type CompiledFormat, type Read, readFormat } from '@claimtag/core/reader'

export type { CompiledFormat, DecodeError, DecodeResult, DeviceRecord, Warning } from '@claimtag/core/reader'

/**
 * Makes the smallest decoder: of one format and nothing else.
 *
 * @param format as `claimtag compile` writes it
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder/single'
 * import { thingpark } from '@claimtag/decoder/formats'
 *
 * console.log(createDecoder(thingpark).decode('LW:D0').ok) // false
 * ```
 */
export function createDecoder(format: CompiledFormat): { readonly decode: Read } {
  return { decode: readFormat(format) }
}
