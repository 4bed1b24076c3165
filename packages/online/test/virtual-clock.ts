import type { Clock } from '@claimtag/online'

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

export interface VirtualClock extends Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: readonly number[]
}

/** Turns of the event loop without a new sleep after which all tasks are assumed to sleep. */
const IDLE_TURNS = 25

/** A clock that goes on to the next sleeper's time when nothing else happens, so that hours of waiting take no time. */
export function virtualClock(): VirtualClock {
  let time = 1_000_000
  let idle = 0
  let isRunning = false
  const sleeps: number[] = []
  const sleepers = new Set<Sleeper>()

  function turn(): void {
    idle += 1
    if (idle > IDLE_TURNS) {
      const [next] = [...sleepers].sort((a, b) => a.at - b.at)
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
        if (signal?.aborted === true) wake()
        idle = 0
        if (!isRunning) setImmediate(turn)
        isRunning = true
      })
    },
  }
}
