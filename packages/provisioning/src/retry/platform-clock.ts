import type { Clock } from '@claimtag/core'

declare const setTimeout: (callback: () => void, milliseconds: number) => unknown
declare const clearTimeout: (timer: unknown) => void

/** The longest wait that timers of the platform take; a longer one would end at once. */
const LONGEST_MS = 2 ** 31 - 1

/** The platform's time and timers; milliseconds since 1970. */
export const platformClock: Clock = {
  now: () => Date.now(),
  sleep(milliseconds, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      const timer = setTimeout(end, Math.min(milliseconds, LONGEST_MS))
      function end(): void {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      signal?.addEventListener('abort', end)
    })
  },
}
