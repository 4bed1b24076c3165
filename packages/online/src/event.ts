import type { Eui64 } from '@claimtag/core'

/** What an issuer reports besides its answers. Never a token. */
export type OnlineEvent =
  /** No code uses this token. If a server registered it, that server now has an orphan. */
  | {
      readonly type: 'token-discarded'
      readonly devEui: Eui64
      readonly attempt: number
      /**
       * `other-code`: the device has the code of another attempt. `lease-lost`: the lease expired. `not-carried`: the
       * format cannot encode the token. `store-failed`: as far as is known, it could not be stored.
       */
      readonly reason: 'other-code' | 'lease-lost' | 'not-carried' | 'store-failed'
      /** Whether the source took it back. */
      readonly isGivenBack: boolean
    }
  /** The lease was lost while the token source worked; its work was cancelled. */
  | { readonly type: 'lease-lost'; readonly devEui: Eui64; readonly attempt: number }

export type OnEvent = (event: OnlineEvent) => void

/** An event listener that throws must not change the result for the caller. */
export function notify<Event>(onEvent: ((event: Event) => void) | undefined, event: Event): void {
  try {
    onEvent?.(event)
  } catch {
    // The listener's own problem.
  }
}
