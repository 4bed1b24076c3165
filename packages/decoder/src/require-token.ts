import {
  type DecodeError,
  type DecodeResult,
  type DeviceRecord,
  failure,
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
 * Narrows a result to one with an ownerToken: a code of a DevEUI alone is read, but claims nothing.
 *
 * @returns the result as it is, or the error `token-missing`
 * @example
 * ```ts
 * const result = requireToken(decoder.decode(text))
 * if (result.ok) claim(result.record.devEui, result.record.ownerToken)
 * ```
 */
export function requireToken(result: DecodeResult): ClaimableResult {
  if (!result.ok) return result
  const { ownerToken } = result.record
  if (ownerToken === undefined) return { ok: false, error: failure({ code: 'token-missing' }) }
  return { ...result, record: { ...result.record, ownerToken } }
}
