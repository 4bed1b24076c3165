import type { Format } from '@claimtag/core'
import type { NormalDevice } from '../device/device.ts'
import type { PlatformSignal } from '../time/cancel.ts'

/** What a token source may want to know beside the device. */
export interface TokenRequest {
  /**
   * Above 1, an earlier attempt for this device may have got a token that was lost: a source that registers devices
   * somewhere should look there first.
   */
  readonly attempt: number
  readonly format: Format
  /** A device that has a token gets another one: what the server has of it is not to be given again. */
  readonly isReissue?: boolean
  /** Aborted when the caller no longer waits, or when the lease was lost. Pass it to `fetch`. */
  readonly signal: PlatformSignal
}

/**
 * Gives a device its ownerToken, exactly as issued. A Join Server that issues tokens is called from here. What it
 * throws never reaches the issuer's caller, unless it is a `ClaimtagError`.
 */
export interface TokenSource {
  (device: NormalDevice, request: TokenRequest): string | Promise<string>
  /** The token is here already or made here: no server is asked, so no lease is needed. */
  readonly isAtHand?: boolean
  /** Called with a token that was got and is used by no code, so that a server can forget it. */
  readonly giveBack?:
    | ((device: NormalDevice, ownerToken: string, signal: PlatformSignal) => Promise<void>)
    | undefined
  /** The token that the server has for a device, or nothing: for `reconcile`. */
  readonly lookUp?:
    | ((device: NormalDevice, signal: PlatformSignal) => string | undefined | Promise<string | undefined>)
    | undefined
}
