import { Duplex } from 'node:stream'
import type { Clock } from '../src/clock.ts'
import type { Connect } from '../src/transport/connect.ts'

/** Rounds of the event loop in which everything that needs no time has happened. */
const ROUNDS = 20

/** Time that stands still until nothing is left to do in it, so that a busy machine changes no outcome. */
export interface VirtualTime {
  readonly clock: Clock
  /** Calls `act` so many milliseconds from now. */
  after(ms: number, act: () => void): void
  /** Lets time pass until the promise is settled. */
  run<T>(promise: Promise<T>): Promise<T>
}

interface Timer {
  readonly at: number
  readonly act: () => void
}

export function createVirtualTime(): VirtualTime {
  const timers: Timer[] = []
  let now = 0

  const after = (ms: number, act: () => void): Timer => {
    const timer = { at: now + ms, act }
    timers.push(timer)
    timers.sort((a, b) => a.at - b.at)
    return timer
  }

  return {
    clock: {
      now: () => now,
      sleep: (ms, signal?: AbortSignal) =>
        new Promise<void>((resolve) => {
          if (signal?.aborted === true) return resolve()
          const wake = (): void => {
            signal?.removeEventListener('abort', stop)
            resolve()
          }
          const timer = after(ms, wake)
          const stop = (): void => {
            const at = timers.indexOf(timer)
            if (at !== -1) timers.splice(at, 1)
            wake()
          }
          signal?.addEventListener('abort', stop)
        }),
    },
    after,
    async run(promise) {
      let settled = false
      const settle = (): void => void (settled = true)
      promise.then(settle, settle)
      for (;;) {
        for (let round = 0; round < ROUNDS; round += 1) await new Promise((resolve) => setImmediate(resolve))
        if (settled) return promise
        const next = timers.shift()
        if (next === undefined) throw new Error('waits for something that time does not bring')
        now = Math.max(now, next.at)
        next.act()
      }
    },
  }
}

/** Connects to a printer in memory; `serve` gets its end. */
export function inMemory(serve: (printer: Duplex) => void): Connect {
  return async () => {
    const ends: Duplex[] = []
    for (const other of [1, 0])
      ends.push(
        new Duplex({
          read: () => undefined,
          write(chunk, _, done) {
            ends[other]?.push(chunk)
            done()
          },
          destroy(error, done) {
            if (ends[other]?.destroyed === false) setImmediate(() => ends[other]?.destroy())
            done(error)
          },
        }),
      )
    const [host, printer] = ends as [Duplex, Duplex]
    serve(printer)
    return host
  }
}
