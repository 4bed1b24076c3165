import type { TokenSource } from '@claimtag/online'

/** Recorded tokens, from the row that has one until its code is issued. */
export interface TokensInProgress {
  readonly source: TokenSource
  /** Returns false when another row of the device is in progress with another token, which stays. */
  hold(devEui: string, token: string): boolean
  /** Ends one row of the device. */
  drop(devEui: string): void
}

export function createTokensInProgress(): TokensInProgress {
  const held = new Map<string, { readonly token: string; rows: number }>()
  const tokenOf = ({ devEui }: { readonly devEui: string }): string => held.get(devEui)?.token ?? ''
  return {
    source: Object.assign(tokenOf, { isAtHand: true }),
    hold(devEui, token) {
      const before = held.get(devEui)
      if (before !== undefined && before.token !== token) return false
      if (before === undefined) held.set(devEui, { token, rows: 1 })
      else before.rows += 1
      return true
    },
    drop(devEui) {
      const before = held.get(devEui)
      if (before === undefined) return
      before.rows -= 1
      if (before.rows === 0) held.delete(devEui)
    },
  }
}
