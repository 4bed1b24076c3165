import { setTimeout as sleep } from 'node:timers/promises'

/** Time as a port; in milliseconds. */
export interface Clock {
  /** Never goes back. */
  now(): number
  /** Ends early, without an error, when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { signal })
    } catch {
      // Aborted: the caller of abort() decides what happens next.
    }
  },
}
