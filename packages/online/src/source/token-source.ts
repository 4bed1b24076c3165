import type { Format } from '@claimtag/core'
import type { NormalDevice } from '../device/device.ts'
import type { PlatformSignal } from '../time/cancel.ts'

/** What a token source may need to know besides the device. */
export interface TokenRequest {
  /**
   * Above 1, an earlier attempt for this device may have got a token that was lost: a source that registers devices
   * at a server should look there first.
   */
  readonly attempt: number
  readonly format: Format
  /** The device has a token already and gets another one: the token that the server has must not be returned again. */
  readonly isReissue?: boolean
  /** Aborted when the caller no longer waits, or when the lease was lost. Pass it to `fetch`. */
  readonly signal: PlatformSignal
}

/**
 * Gives a device its ownerToken, exactly as issued. This is where to call a Join Server that issues tokens. Its
 * errors do not reach the issuer's caller, unless they are a `ClaimtagError`.
 */
export interface TokenSource {
  (device: NormalDevice, request: TokenRequest): string | Promise<string>
  /** The token is made or known in this process: no server is asked, so no lease is needed. */
  readonly isAtHand?: boolean
  /** Called with a token that was got and is used by no code, so that a server can delete it. */
  readonly giveBack?:
    | ((device: NormalDevice, ownerToken: string, signal: PlatformSignal) => Promise<void>)
    | undefined
  /** The token that the server has for a device; `undefined` if it has none. For `reconcile`. */
  readonly lookUp?:
    | ((device: NormalDevice, signal: PlatformSignal) => string | undefined | Promise<string | undefined>)
    | undefined
}
