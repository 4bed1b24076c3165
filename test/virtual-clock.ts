import type { Clock } from '@claimtag/core'

export interface VirtualClock extends Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: readonly number[]
}

/** Turns of the event loop in which nothing new sleeps, after which all are taken to sleep. */
const IDLE_TURNS = 25

/** A clock that goes on to the next sleeper's time when nothing else happens: hours of waiting take no time. */
export function virtualClock(start = Date.parse('2026-11-27T12:00:00Z')): VirtualClock {
  let time = start
  let idle = 0
  let isRunning = false
  const sleeps: number[] = []
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()

  function turn(): void {
    idle += 1
    if (idle > IDLE_TURNS) {
      const [next] = [...sleepers].sort((one, other) => one.at - other.at)
      if (next !== undefined) time = Math.max(time, next.at)
      next?.wake()
      idle = 0
    }
    isRunning = sleepers.size > 0
    if (isRunning) setImmediate(turn)
  }

  return {
    sleeps,
    now: () => time,
    sleep(milliseconds, signal) {
      sleeps.push(milliseconds)
      return new Promise((resolve) => {
        const sleeper = { at: time + milliseconds, wake }
        function wake(): void {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake)
        if (signal?.aborted === true) return wake()
        idle = 0
        if (!isRunning) setImmediate(turn)
        isRunning = true
      })
    },
  }
}
