import { ClaimtagError, type Clock } from '@claimtag/core'
import { guarded } from '../issue/guarded.ts'
import { onlineError } from '../issue/issue.ts'
import { createCanceller } from '../time/cancel.ts'
import { platformClock } from '../time/clock.ts'
import { settled } from '../time/settled.ts'
import { createCircuit } from './circuit.ts'
import type { TokenRequest, TokenSource } from './token-source.ts'

export interface RetryOptions {
  /** How long one try may take, in milliseconds. 10,000 when left out. */
  readonly timeLimitMs?: number | undefined
  /** How many tries one request gets. 3 when left out. */
  readonly tries?: number | undefined
  /** The longest pause before the second try, in milliseconds; doubled for each further one. 200 when left out. */
  readonly pauseMs?: number | undefined
  /** After this many failed tries in a row the source is not called for a while. 10 when left out. */
  readonly openAfter?: number | undefined
  /** The length of that while, in milliseconds. 30,000 when left out. */
  readonly openMs?: number | undefined
  /**
   * Whether to try again after an error of the source. Default: after all but a `ClaimtagError` that is not
   * retryable.
   */
  readonly isRetryable?: ((error: unknown) => boolean) | undefined
  /** The platform's when left out. */
  readonly clock?: Clock | undefined
  /** From 0 to 1, for pauses that differ; the platform's when left out. */
  readonly random?: (() => number) | undefined
}

const LONGEST_PAUSE_MS = 10_000
const LATE: unique symbol = Symbol('too late')

/**
 * A source with a time limit, which repeats failures that may be temporary and stops calling a server that always
 * fails. Each try counts as an attempt, so that a source that registers devices first looks what the last try has
 * left.
 *
 * @example
 * ```ts
 * import { retrying, type TokenSource } from '@claimtag/online'
 *
 * const joinServer: TokenSource = async ({ devEui }) => `token of ${devEui}`
 * const tokens = retrying(joinServer, { tries: 5, timeLimitMs: 3000 })
 * ```
 */
export function retrying(source: TokenSource, options: RetryOptions = {}): TokenSource {
  const { timeLimitMs = 10_000, tries = 3, pauseMs = 200, openAfter = 10, openMs = 30_000 } = options
  const { isRetryable = mayPass, clock = platformClock, random = Math.random } = options
  const circuit = createCircuit(openAfter, openMs, () => clock.now())

  /** One try, with a signal of its own that also ends with the request's signal. */
  async function tryOnce(device: Parameters<TokenSource>[0], request: TokenRequest): Promise<unknown> {
    const canceller = createCanceller()
    const { signal, cancel } = canceller
    request.signal.addEventListener('abort', cancel)
    if (request.signal.aborted) cancel()
    const late = clock.sleep(timeLimitMs, signal).then((): typeof LATE => LATE)
    try {
      const token = settled(() => source(device, { ...request, signal: canceller.platformSignal }))
      const got = await Promise.race([token, late])
      if (got === LATE) throw new Error('the token source took too long')
      return got.value
    } finally {
      cancel()
      request.signal.removeEventListener('abort', cancel)
    }
  }

  const patient: TokenSource = async (device, request) => {
    const { devEui } = device
    for (let tried = 1; ; tried += 1) {
      const waitMs = circuit.waitMs()
      if (waitMs > 0)
        throw onlineError({ code: 'token-source-paused', devEui, retryAfterMs: Math.ceil(waitMs) })
      try {
        const token = await tryOnce(device, { ...request, attempt: request.attempt + tried - 1 })
        circuit.succeeded()
        return token as string
      } catch (error) {
        const isAgain = isRetryable(error)
        // A server that refuses is reachable: only missing answers open the circuit.
        if (request.signal.aborted) circuit.abandoned()
        else if (isAgain) circuit.failed()
        else circuit.succeeded()
        if (!isAgain || tried >= tries || request.signal.aborted) {
          throw guarded(error, { code: 'token-source-failed', devEui })
        }
        const longest = Math.min(pauseMs * 2 ** (tried - 1), LONGEST_PAUSE_MS)
        await clock.sleep(longest * random(), request.signal)
      }
    }
  }
  return Object.assign(patient, {
    isAtHand: false,
    ...(source.giveBack === undefined ? {} : { giveBack: source.giveBack }),
    ...(source.lookUp === undefined ? {} : { lookUp: source.lookUp }),
  })
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof ClaimtagError)) return true
  const issue: unknown = error.issue
  return typeof issue === 'object' && issue !== null && 'retryable' in issue && issue.retryable === true
}
