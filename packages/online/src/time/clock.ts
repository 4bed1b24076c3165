import type { Clock } from '@claimtag/core'

type Timer = unknown

// Declared here, since no library of the language has them; a bare engine may lack them.
declare const setTimeout: ((callback: () => void, milliseconds: number) => Timer) | undefined
declare const clearTimeout: (timer: Timer) => void

/** The longest wait that timers of the platform take; a longer one would end at once. */
const LONGEST_MS = 2 ** 31 - 1

/**
 * The platform's time and timers. An engine without `setTimeout` cannot measure time, so no wait ends there: pass a
 * clock of your own.
 */
export const platformClock: Clock = {
  now: () => Date.now(),
  sleep(milliseconds, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      if (typeof setTimeout !== 'function') return
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
