import {
  type DecodeError,
  type DecodeResult,
  type DeviceRecord,
  refusal,
  type Warning,
} from '@claimtag/core/reader'

/** A record with the token that a claim needs. */
export type ClaimableRecord = DeviceRecord & { readonly ownerToken: string }

export type ClaimableResult =
  | {
      readonly ok: true
      readonly record: ClaimableRecord
      readonly format: string
      readonly warnings: readonly Warning[]
    }
  | { readonly ok: false; readonly error: DecodeError }

/**
 * Narrows a result to one with an ownerToken: the code of a DevEUI alone is read, but cannot claim the device.
 *
 * @returns the result as it is, or the error `token-missing`
 *
 * @example
 * ```ts
 * import { createDecoder, requireToken } from '@claimtag/decoder'
 *
 * const result = requireToken(createDecoder().decode('70B3D57ED00A0004'))
 * console.log(result.ok ? result.record.ownerToken : result.error.code) // token-missing
 * ```
 */
export function requireToken(result: DecodeResult): ClaimableResult {
  if (!result.ok) return result
  const { ownerToken } = result.record
  if (ownerToken === undefined) return refusal({ kind: 'foreign', code: 'token-missing' })
  return { ...result, record: { ...result.record, ownerToken } }
}
