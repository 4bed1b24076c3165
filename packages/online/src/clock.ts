import type { Clock } from '@claimtag/core'

// Every platform that this runs on has it, and no library of the language declares it.
declare function setTimeout(callback: () => void, milliseconds: number): unknown

/** The platform's clock; processes that share a store should agree on it to within the lease. */
export const platformClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
}
