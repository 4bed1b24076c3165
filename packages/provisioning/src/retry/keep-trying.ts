import type { Clock } from '@claimtag/core'
import type { StepResult } from '../steps/advance.ts'
import type { Failure } from '../failure.ts'
import type { PlatformSignal } from '../signal.ts'
import type { StepInput } from '../steps/requests.ts'
import type { Workflow } from '../workflow.ts'
import { platformClock } from './platform-clock.ts'
import { MOST_ATTEMPTS, MOST_MS, waitBefore } from './wait-before.ts'
import type { RetryBudget } from './wait-before.ts'

/** A pause before the next attempt. */
export interface Wait {
  readonly failure: Failure
  /** Failures in a row at this step, the last one included. */
  readonly failures: number
  readonly ms: number
}

export interface KeepTryingOptions {
  /** The platform's when left out. */
  readonly clock?: Clock | undefined
  /** From 0 to below 1. `Math.random` when left out. */
  readonly random?: (() => number) | undefined
  /** Ends a wait at once, and the request that is under way. */
  readonly signal?: PlatformSignal | undefined
  readonly most?: RetryBudget | undefined
  readonly onWait?: ((wait: Wait) => void) | undefined
}

/** The last result, and why no further attempt was made, if one could have been. */
export type KeptTrying = StepResult & { readonly gaveUp?: 'attempts' | 'time' | 'stopped' }

/**
 * Goes on with a device until it is done, a step fails for good, or the budget is spent. Waits between attempts are
 * random up to a bound that doubles; when a server says how long to wait, that long. If that is longer than the
 * budget, it does not wait at all.
 *
 * @example
 * ```ts no-run
 * import { explain, type StepInput, type Workflow } from '@claimtag/provisioning'
 * import { keepTrying } from '@claimtag/provisioning/retry'
 *
 * declare const workflow: Workflow
 * declare const input: StepInput
 *
 * const result = await keepTrying(workflow, input, { most: { attempts: 5, ms: 60_000 } })
 * if (!result.ok) console.error(explain(result), result.gaveUp)
 * ```
 */
export async function keepTrying(
  workflow: Pick<Workflow, 'advance'>,
  input: StepInput,
  options: KeepTryingOptions = {},
): Promise<KeptTrying> {
  const { clock = platformClock, random = Math.random, signal, most = {}, onWait } = options
  const { attempts = MOST_ATTEMPTS, ms: mostMs = MOST_MS } = most
  const end = clock.now() + mostMs
  let { state } = input
  let failures = 0
  for (;;) {
    const result = await workflow.advance({ ...input, state }, { signal })
    if (result.ok) {
      if (result.state.step === 'done') return result
      if (result.state.step !== state.step) failures = 0
      state = result.state
      continue
    }
    if (!result.retryable || result.state === undefined) return result
    failures += 1
    state = result.state
    if (isStopped(signal)) return { ...result, gaveUp: 'stopped' }
    if (failures >= attempts) return { ...result, gaveUp: 'attempts' }
    const ms = waitBefore(failures, askedOf(result), random)
    if (clock.now() + ms > end) return { ...result, gaveUp: 'time' }
    onWait?.({ failure: result, failures, ms })
    await clock.sleep(ms, signal)
    if (isStopped(signal)) return { ...result, gaveUp: 'stopped' }
  }
}

function askedOf(failure: Failure): number | undefined {
  return 'retryAfterSeconds' in failure ? failure.retryAfterSeconds : undefined
}

/** A function, since the compiler would remember the answer from before the wait. */
function isStopped(signal: PlatformSignal | undefined): boolean {
  return signal?.aborted === true
}
