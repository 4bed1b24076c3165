import type { Clock } from '@claimtag/core'
import { createEvents } from '../fleet/events.ts'

export interface EventClock extends Clock {
  /** Goes on from sleeper to sleeper until this is over. */
  until<T>(work: Promise<T>): Promise<T>
}

/** A clock for days of waiting: all that runs between two sleeps has to be done by promises alone, without I/O. */
export function eventClock(start: number): EventClock {
  const sleepers = createEvents<() => void>()
  let time = start
  return {
    now: () => time,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        function wake(): void {
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        sleepers.add((time + Math.max(milliseconds, 0)) / 1000, wake)
        signal?.addEventListener('abort', wake)
      }),
    async until(work) {
      const over = new AbortController()
      const end = (): void => over.abort()
      work.then(end, end)
      while (!over.signal.aborted) {
        await new Promise((resolve) => setImmediate(resolve))
        const next = over.signal.aborted ? undefined : sleepers.next()
        if (next === undefined) continue
        time = Math.max(time, next.at * 1000)
        next.what()
      }
      return work
    },
  }
}
