import type { Clock } from '@claimtag/core'
import { createHeap } from '../../../packages/provisioning/src/queue/heap.ts'

export interface EventClock extends Clock {
  /** Goes on from sleeper to sleeper until this is over. */
  until<T>(work: Promise<T>): Promise<T>
}

interface Sleeper {
  readonly at: number
  readonly order: number
  /** Absent when it was woken before its time. */
  wake?: (() => void) | undefined
}

/** Wakings between two turns of the event loop, in which timers and signals of the program get theirs. */
const IN_A_TURN = 1000

/** A clock for days of waiting: all that runs between two sleeps has to be done by promises alone, without I/O. */
export function eventClock(start: number): EventClock {
  const sleepers = createHeap<Sleeper>(
    (one, other) => one.at < other.at || (one.at === other.at && one.order < other.order),
  )
  let [time, slept] = [start, 0]

  /** Those that were woken before their time do not count: many a wait ends early. */
  function nextSleeper(): Sleeper | undefined {
    let next = sleepers.next()
    while (next !== undefined && next.wake === undefined) next = sleepers.next()
    return next
  }

  return {
    now: () => time,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const sleeper: Sleeper = { at: time + Math.max(milliseconds, 0), order: (slept += 1), wake }
        function wake(): void {
          sleeper.wake = undefined
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake)
      }),
    async until(work) {
      const over = new AbortController()
      const end = (): void => over.abort()
      work.then(end, end)
      for (let turns = 0; !over.signal.aborted; turns += 1) {
        // A tick comes when no promise has anything left to do, and costs less than a turn of the event loop.
        await new Promise<void>((resolve) => {
          if (turns % IN_A_TURN === 0) setImmediate(resolve)
          else process.nextTick(resolve)
        })
        const sleeper = over.signal.aborted ? undefined : nextSleeper()
        if (sleeper === undefined) continue
        time = Math.max(time, sleeper.at)
        sleeper.wake?.()
      }
      return work
    },
  }
}
