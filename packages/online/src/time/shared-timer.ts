import type { Clock } from '@claimtag/core'
import { createCanceller } from './cancel.ts'

/** A request that is called when its time is over. */
export interface Timed {
  onTime(): void
}

/** A time that is being waited for. */
export interface Waiting {
  /** The time is not waited for any more. The last one ends the timer, which would keep the program running. */
  delete(one: Timed): void
}

interface Timer extends Waiting {
  readonly since: number
  readonly waiting: Set<Timed>
}

/**
 * Those who begin to wait within this part of the whole time share one timer: a timer, a promise and a signal for each
 * of many requests took a sixth of their time. Somebody may be called earlier by this part, which is less than the
 * clock's millisecond where a second is waited for at most.
 */
const SHARED_PART = 1 / 1000

const known = /* @__PURE__ */ new WeakMap<Clock, Map<number, Timer>>()

/**
 * Calls `one.onTime` after so many milliseconds, unless it is taken away before.
 *
 * @param milliseconds finite
 */
export function waitOn(clock: Clock, milliseconds: number, one: Timed): Waiting {
  let timers = known.get(clock)
  if (timers === undefined) known.set(clock, (timers = new Map()))
  const now = clock.now()
  let timer = timers.get(milliseconds)
  // Sharing only counts on the clock for what passes in a moment: a clock that is set meanwhile starts a new timer.
  const age = timer === undefined ? -1 : now - timer.since
  if (timer === undefined || !(age >= 0 && age <= milliseconds * SHARED_PART)) {
    timer = startTimer(clock, timers, milliseconds, now)
    timers.set(milliseconds, timer)
  }
  timer.waiting.add(one)
  return timer
}

function startTimer(clock: Clock, timers: Map<number, Timer>, milliseconds: number, since: number): Timer {
  const { signal, cancel } = createCanceller()
  const waiting = new Set<Timed>()
  const timer: Timer = {
    since,
    waiting,
    delete(one) {
      if (waiting.delete(one) && waiting.size === 0) end()
    },
  }

  function end(): void {
    if (timers.get(milliseconds) === timer) timers.delete(milliseconds)
    cancel()
  }
  function onTime(): void {
    if (signal.aborted) return
    const all = [...waiting]
    waiting.clear()
    end()
    for (const one of all) {
      try {
        one.onTime()
      } catch {
        // A listener on its signal has thrown. The others must not wait for ever.
      }
    }
  }
  clock.sleep(milliseconds, signal).then(onTime, onTime)
  return timer
}
