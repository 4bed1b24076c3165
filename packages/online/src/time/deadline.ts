import type { Clock, Eui64, StopSignal } from '@claimtag/core'
import { onlineError } from '../issue/issue.ts'
import type { OnlineError, Wait } from '../issue/issue.ts'
import { createCanceller } from './cancel.ts'
import type { Canceller, PlatformSignal } from './cancel.ts'
import { settle } from './settled.ts'
import { waitOn } from './shared-timer.ts'
import type { Timed, Waiting } from './shared-timer.ts'

/** How long a caller waits at most. */
export interface WaitOptions {
  /** Ends the wait with `cancelled`. */
  readonly signal?: StopSignal | undefined
  /** Ends the wait with `deadline-exceeded`, in milliseconds, a thousandth earlier at most. 60,000 when left out. */
  readonly deadlineMs?: number | undefined
}

/** The time limit of one request, shared by all its waits. */
export interface Deadline {
  /** Whether the time is up, the caller has cancelled, or the request is done. */
  readonly isOver: boolean
  /** Aborted then. Made when it is first read: most requests need none. */
  readonly signal: StopSignal
  /** The same for foreign functions. */
  readonly platformSignal: PlatformSignal
  /**
   * Calls a foreign function, waits for it until the deadline at most, and returns what `check` makes of its answer.
   *
   * @param instead the error to throw for one of the call or of `check`; that one itself when left out
   * @throws OnlineError `deadline-exceeded`, `cancelled`
   * @throws the errors of the call and of `check`
   */
  call<T>(
    waitedFor: Wait,
    call: () => unknown,
    check: (answer: unknown) => T,
    instead?: (thrown: unknown) => unknown,
  ): Promise<T>
  /** Ends the timer. */
  close(): void
}

export const DEADLINE_MS = 60_000

type End = 'deadline-exceeded' | 'cancelled'

/** @throws OnlineError `option-invalid` */
export function openDeadline(clock: Clock, options: WaitOptions, devEui?: Eui64): Deadline {
  const { signal, deadlineMs = DEADLINE_MS } = options
  if (typeof deadlineMs !== 'number' || !(deadlineMs > 0)) {
    throw onlineError({ code: 'option-invalid', option: 'deadlineMs', expected: 'a number of milliseconds' })
  }
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw onlineError({ code: 'option-invalid', option: 'signal', expected: 'an AbortSignal' })
  }
  return new RequestDeadline(clock, deadlineMs, signal, devEui)
}

type Refuse = (reason: End) => void

/** A class, since its functions as closures took more memory for each request than its code. */
class RequestDeadline implements Deadline, Timed {
  readonly #devEui: Eui64 | undefined
  readonly #outer: StopSignal | undefined
  readonly #onAbort: (() => void) | undefined
  readonly #waiting: Refuse[] = []
  #timer: Waiting | undefined
  #canceller: Canceller | undefined
  #end: End | undefined
  #isOver = false

  constructor(clock: Clock, deadlineMs: number, outer: StopSignal | undefined, devEui: Eui64 | undefined) {
    this.#devEui = devEui
    this.#outer = outer
    if (outer !== undefined) {
      this.#onAbort = () => this.#finish('cancelled')
      outer.addEventListener('abort', this.#onAbort)
    }
    if (outer?.aborted === true) this.#finish('cancelled')
    else if (deadlineMs !== Infinity) this.#timer = waitOn(clock, deadlineMs, this)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get signal(): StopSignal {
    return this.#cancelling().signal
  }

  get platformSignal(): PlatformSignal {
    return this.#cancelling().platformSignal
  }

  call<T>(
    waitedFor: Wait,
    call: () => unknown,
    check: (answer: unknown) => T,
    instead?: (thrown: unknown) => unknown,
  ): Promise<T> {
    if (this.#end !== undefined) return Promise.reject(this.#error(this.#end, waitedFor))
    return new Promise((resolve, reject) => {
      const late: Refuse = (reason) => reject(this.#error(reason, waitedFor))
      this.#waiting.push(late)
      const fail = (thrown: unknown): void => {
        this.#forget(late)
        reject(instead === undefined ? thrown : instead(thrown))
      }
      const pass = (value: unknown): void => {
        try {
          resolve(check(value))
          this.#forget(late)
        } catch (thrown) {
          fail(thrown)
        }
      }
      try {
        settle(call, pass, fail)
      } catch (thrown) {
        fail(thrown)
      }
    })
  }

  close(): void {
    if (this.#onAbort !== undefined) this.#outer?.removeEventListener('abort', this.#onAbort)
    this.#stop()
  }

  onTime(): void {
    this.#finish('deadline-exceeded')
  }

  #finish(reason: End): void {
    if (this.#isOver) return
    this.#end = reason
    this.#stop()
    for (const refuse of this.#waiting.splice(0)) refuse(reason)
  }

  #stop(): void {
    this.#isOver = true
    this.#timer?.delete(this)
    this.#timer = undefined
    this.#canceller?.cancel()
  }

  #cancelling(): Canceller {
    if (this.#canceller === undefined) {
      this.#canceller = createCanceller()
      if (this.#isOver) this.#canceller.cancel()
    }
    return this.#canceller
  }

  #forget(late: Refuse): void {
    const at = this.#waiting.indexOf(late)
    if (at >= 0) this.#waiting.splice(at, 1)
  }

  #error(code: End, waitedFor: Wait): OnlineError {
    const devEui = this.#devEui
    return onlineError({ code, waitedFor, ...(devEui === undefined ? {} : { devEui }) })
  }
}
