import type { Fetch } from './fetch.ts'
import { textOf } from './text-of.ts'

/**
 * A `fetch` whose answers, bodies included, have to be there in time; the signal of a call still ends it earlier. What
 * takes longer is `timed-out`.
 *
 * @param milliseconds for each request
 * @example
 * ```ts
 * import { timeLimited } from '@claimtag/provisioning/http'
 *
 * const timed = timeLimited(fetch, 15_000)
 * ```
 */
export function timeLimited(fetch: Fetch, milliseconds: number): Fetch {
  return async (url, request) => {
    const { signal } = request
    // `AbortSignal.any` and `AbortSignal.timeout` are not everywhere.
    const stop = new AbortController()
    const end = (): void => stop.abort(signal?.reason)
    const timer = setTimeout(() => stop.abort(timeoutError()), milliseconds)
    const clear = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
    }
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
    try {
      const response = await fetch(url, { ...request, signal: stop.signal })
      return {
        status: response.status,
        headers: response.headers,
        text: () => textOf(response).finally(clear),
      }
    } catch (error) {
      clear()
      throw error
    }
  }
}

/** By this name a connector knows it; `DOMException` is not everywhere. */
function timeoutError(): Error {
  return Object.assign(new Error('no answer in time'), { name: 'TimeoutError' })
}
