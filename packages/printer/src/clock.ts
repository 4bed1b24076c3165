import type { Clock } from '@claimtag/core'
import { setTimeout as sleep } from 'node:timers/promises'

export type { Clock }

/** A monotonic clock: its time never goes back. */
export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal?: AbortSignal) {
    try {
      await sleep(ms, undefined, { signal })
    } catch {
      // Aborted: the caller of abort() decides what happens next.
    }
  },
}
