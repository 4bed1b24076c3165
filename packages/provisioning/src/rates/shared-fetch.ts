import type { Clock } from '@claimtag/core'
import type { Fetch, HttpResponse } from '../http/fetch.ts'
import { retryAfterSeconds } from '../http/retry-after.ts'
import { platformClock } from '../retry/platform-clock.ts'
import { createPace } from './pace.ts'
import type { Pace } from './pace.ts'
import type { SharedRates } from './shared-rates.ts'

export interface SharedFetchOptions {
  readonly rates: SharedRates
  /** Requests a second to each server, of all workers together: the same for all of them. */
  readonly perSecond: number
  /**
   * How much longer one request may be on its way to a server than another, in milliseconds; 75 when left out. Servers
   * count when requests arrive: for these, and 25 ms of a busy machine, requests are sent further apart than the limit
   * allows, by 10 %, so that no second has more of them than `perSecond`. 0 to 1,000: far away, or through a proxy that
   * holds requests back, take more; where the limit is counted in minutes, less.
   */
  readonly jitterMs?: number | undefined
  /** The platform's when left out. */
  readonly clock?: Clock | undefined
}

/** Failures in a row of one server after which all workers leave it alone. */
const MOST_FAILURES = 5
const JITTER_MS = 75
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000
/** Pause after a 429 that does not say how long to wait. */
const UNTOLD_MS = 1000

/**
 * A `fetch` that keeps, with all other workers, to one rate for each server. When a server says how long to wait (429,
 * 503, a quota that is used up), or fails five times in a row, all workers leave it alone for that time: requests wait,
 * and are not lost. Put the time limit inside, since waiting for one's turn does not count.
 *
 * @example
 * ```ts
 * import { timeLimited } from '@claimtag/provisioning/http'
 * import { memoryRates, sharedFetch } from '@claimtag/provisioning/queue'
 *
 * const paced = sharedFetch(timeLimited(fetch, 15_000), { rates: memoryRates(), perSecond: 10 })
 * ```
 */
export function sharedFetch(fetch: Fetch, options: SharedFetchOptions): Fetch {
  const { rates, perSecond, jitterMs = JITTER_MS, clock = platformClock } = options
  const servers = new Map<string, { readonly pace: Pace; failures: number }>()

  function serverOf(name: string): { readonly pace: Pace; failures: number } {
    const known = servers.get(name)
    if (known !== undefined) return known
    const made = { pace: createPace({ rates, server: name, perSecond, jitterMs, clock }), failures: 0 }
    servers.set(name, made)
    return made
  }

  /** One more failure in a row; from the fifth on, each doubles the pause. */
  async function failed(name: string): Promise<void> {
    const server = serverOf(name)
    server.failures += 1
    const over = server.failures - MOST_FAILURES
    if (over >= 0) await block(name, Math.min(FIRST_PAUSE_MS * 2 ** over, LONGEST_PAUSE_MS))
  }

  async function block(name: string, ms: number): Promise<void> {
    try {
      await rates.block(name, ms)
    } catch {
      // The counter is away, so no call is granted anyway.
    }
  }

  async function look(name: string, { status, headers }: HttpResponse): Promise<void> {
    const asked = askedMs({ status, headers }, clock.now())
    if (asked > 0) await block(name, asked)
    else if (status >= 500) await failed(name)
    else serverOf(name).failures = 0
  }

  return async (url, request) => {
    const name = /^https?:\/\/[^/?#]+/i.exec(url)?.[0]?.toLowerCase() ?? ''
    await serverOf(name).pace.turn(request.signal)
    try {
      const response = await fetch(url, request)
      await look(name, response)
      return response
    } catch (error) {
      // A request that its caller has ended says nothing about the server.
      if (request.signal?.aborted !== true) await failed(name)
      throw error
    }
  }
}

/** How long a server asks all callers to wait, in milliseconds. Busit says so in answers that are 200. */
function askedMs(reply: Pick<HttpResponse, 'status' | 'headers'>, now: number): number {
  const asks = [429, 503].includes(reply.status) || reply.headers.get('x-rate-limit-next') !== null
  const seconds = asks ? retryAfterSeconds(reply, now) : undefined
  if (seconds !== undefined) return seconds * 1000
  return reply.status === 429 ? UNTOLD_MS : 0
}
