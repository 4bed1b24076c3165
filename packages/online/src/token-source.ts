import type { Format } from '@claimtag/core'
import type { NormalDevice } from './device.ts'

/** What a token source may want to know beside the device. */
export interface TokenRequest {
  /**
   * Above 1, an earlier attempt for this device may have got a token that was lost: a source that registers devices
   * somewhere should look there first.
   */
  readonly attempt: number
  readonly format: Format
}

/**
 * Gives a device its ownerToken, exactly as issued. A Join Server that issues tokens is called from here,
 * with a time limit below the issuer's lease. What it
 * throws never reaches the issuer's caller, unless it is a `ClaimtagError`.
 */
export type TokenSource = (device: NormalDevice, request: TokenRequest) => string | Promise<string>
