import type { Clock } from '@claimtag/core'
import type { PlatformSignal } from '../signal.ts'
import type { SharedRates } from './shared-rates.ts'

/** A time that was missed by more, on a busy machine, is lost: used late, it would add to the calls of that moment. */
const LATE_MS = 25
/** The shortest time that a server's limit may be counted in. */
const WINDOW_MS = 1000
/** After so many grants in a row that were missed as a whole, on a machine that is always late, one is used anyway. */
const MOST_MISSED = 3
/** Calls that one grant holds, in milliseconds of the rate. */
const GRANT_MS = 50
/** Pause after the counter could not be asked; all calls wait. */
const FAILED_MS = 500
/** How many readings of the counter's clock are compared, to know it better than one answer's delay. */
const READINGS = 32

/** Lets the calls of this process to one server through, one at each time that it was granted. */
export interface Pace {
  /** Resolves when a call may be made: at once, or earlier than its time when the signal is aborted. */
  turn(signal: PlatformSignal | undefined): Promise<void>
}

export interface PaceOptions {
  readonly rates: SharedRates
  readonly server: string
  readonly perSecond: number
  /** How much longer one call may be on its way to the server than another. */
  readonly jitterMs: number
  readonly clock: Clock
}

export function createPace({ rates, server, perSecond, jitterMs, clock }: PaceOptions): Pace {
  // Calls that were to be made in the longer time may all arrive in the window: one late, the last one not.
  const everyMs = (WINDOW_MS + LATE_MS + jitterMs) / perSecond
  const mostCalls = Math.max(1, Math.round(GRANT_MS / everyMs))
  let waiting: (() => void)[] = []
  let isGranting = false
  /** Aborted when no call waits any more, so that no timer keeps the program. */
  let idle = new AbortController()
  let missed = 0
  const ahead: number[] = []

  /** When the grant's first time is, by our own clock. Of several answers, the one that came quickest is the truest. */
  function firstAt(at: number, firstInMs: number): number {
    ahead.push(clock.now() - at)
    if (ahead.length > READINGS) ahead.shift()
    return at + Math.min(...ahead) + firstInMs
  }

  async function grant(): Promise<void> {
    if (idle.signal.aborted) idle = new AbortController()
    const { signal } = idle
    const { calls, firstInMs, at } = await rates.take({
      server,
      everyMs,
      most: Math.min(waiting.length, mostCalls),
    })
    if (calls === 0) return clock.sleep(firstInMs, signal)
    const first = firstAt(at, firstInMs)
    let made = 0
    for (let call = 0; call < calls && waiting.length > 0; call += 1) {
      const time = first + call * everyMs
      if (time > clock.now()) await clock.sleep(time - clock.now(), signal)
      if (signal.aborted) return
      const isInTime = clock.now() - time <= LATE_MS || (missed >= MOST_MISSED && made === 0)
      if (!isInTime) continue
      waiting.shift()?.()
      made += 1
    }
    missed = made === 0 ? missed + 1 : 0
  }

  async function grantAll(): Promise<void> {
    isGranting = true
    while (waiting.length > 0) {
      try {
        await grant()
      } catch {
        await clock.sleep(FAILED_MS, idle.signal)
      }
    }
    isGranting = false
  }

  return {
    turn(signal) {
      return new Promise((resolve) => {
        function end(): void {
          signal?.removeEventListener('abort', end)
          const before = waiting.length
          waiting = waiting.filter((one) => one !== end)
          if (before > 0 && waiting.length === 0) idle.abort()
          resolve()
        }
        if (signal?.aborted === true) return resolve()
        signal?.addEventListener('abort', end)
        waiting.push(end)
        if (!isGranting) void grantAll()
      })
    },
  }
}
