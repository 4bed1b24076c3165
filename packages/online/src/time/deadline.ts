import type { Clock, Eui64, StopSignal } from '@claimtag/core'
import { onlineError } from '../issue/issue.ts'
import type { OnlineError, Wait } from '../issue/issue.ts'
import { createCanceller } from './cancel.ts'
import type { PlatformSignal } from './cancel.ts'
import { settle } from './settled.ts'

/** How long a caller waits at most. */
export interface WaitOptions {
  /** Ends the wait with `cancelled`. */
  readonly signal?: StopSignal | undefined
  /** Ends the wait with `deadline-exceeded`, in milliseconds. 60,000 when left out. */
  readonly deadlineMs?: number | undefined
}

/** The time limit of one request, shared by all its waits. */
export interface Deadline {
  /** Aborted when the time is up, the caller cancels, or the request is done. */
  readonly signal: StopSignal
  /** The same for foreign functions. */
  readonly platformSignal: PlatformSignal
  /**
   * Calls a foreign function, waits for it until the deadline at most, and returns what `check` makes of its answer.
   *
   * @throws OnlineError `deadline-exceeded`, `cancelled`
   * @throws the errors of the call and of `check`
   */
  call<T>(waitedFor: Wait, call: () => unknown, check: (answer: unknown) => T): Promise<T>
  /** Ends the timer. */
  close(): void
}

const DEADLINE_MS = 60_000

type End = 'deadline-exceeded' | 'cancelled'

/** @throws OnlineError `option-invalid` */
export function openDeadline(clock: Clock, options: WaitOptions, devEui?: Eui64): Deadline {
  const { signal: outer, deadlineMs = DEADLINE_MS } = options
  if (typeof deadlineMs !== 'number' || !(deadlineMs > 0)) {
    throw onlineError({ code: 'option-invalid', option: 'deadlineMs', expected: 'a number of milliseconds' })
  }
  if (outer !== undefined && typeof outer?.addEventListener !== 'function') {
    throw onlineError({ code: 'option-invalid', option: 'signal', expected: 'an AbortSignal' })
  }
  const canceller = createCanceller()
  const { signal, cancel } = canceller
  const waiting = new Set<(reason: End) => void>()
  let end: End | undefined

  function finish(reason: End): void {
    if (signal.aborted) return
    end = reason
    cancel()
    for (const refuse of waiting) refuse(reason)
  }
  const onAbort = (): void => finish('cancelled')
  const onTime = (): void => finish('deadline-exceeded')
  outer?.addEventListener('abort', onAbort)
  if (outer?.aborted === true) onAbort()
  else if (deadlineMs !== Infinity) clock.sleep(deadlineMs, signal).then(onTime, onTime)

  function error(code: End, waitedFor: Wait): OnlineError {
    return onlineError({ code, waitedFor, ...(devEui === undefined ? {} : { devEui }) })
  }

  return {
    signal,
    get platformSignal() {
      return canceller.platformSignal
    },
    call(waitedFor, call, check) {
      if (end !== undefined) return Promise.reject(error(end, waitedFor))
      return new Promise((resolve, reject) => {
        const late = (reason: End): void => reject(error(reason, waitedFor))
        waiting.add(late)
        settle(
          call,
          (value) => {
            waiting.delete(late)
            try {
              resolve(check(value))
            } catch (thrown) {
              reject(thrown)
            }
          },
          (thrown) => {
            waiting.delete(late)
            reject(thrown)
          },
        )
      })
    },
    close() {
      outer?.removeEventListener('abort', onAbort)
      cancel()
    },
  }
}
