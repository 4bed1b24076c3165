import type { Eui64 } from '@claimtag/core'

/** What an issuer tells beside its answers. Never a token. */
export type OnlineEvent =
  /** A token was got and no code uses it. Where a server registered it, it is an orphan there. */
  | {
      readonly type: 'token-discarded'
      readonly devEui: Eui64
      readonly attempt: number
      /**
       * `other-code`: another attempt's code stands. `lease-lost`: the lease ran out. `not-carried`: the format cannot
       * carry the token. `store-failed`: it could not be stored, as far as is known.
       */
      readonly reason: 'other-code' | 'lease-lost' | 'not-carried' | 'store-failed'
      /** Whether the source took it back. */
      readonly isGivenBack: boolean
    }
  /** The lease was lost while the token source was at work; what it was doing was cancelled. */
  | { readonly type: 'lease-lost'; readonly devEui: Eui64; readonly attempt: number }

export type OnEvent = (event: OnlineEvent) => void
