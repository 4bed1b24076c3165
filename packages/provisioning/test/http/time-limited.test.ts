import { fixedToken, timeLimited } from '@claimtag/provisioning/http'
import type { HttpRequest, HttpResponse } from '@claimtag/provisioning/http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exchange } from '../../src/http/exchange.ts'

const call = {
  method: 'GET',
  url: 'https://ns.example/x',
  read: ({ body }: { body: unknown }) => body,
} as const

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function whenAborted({ signal }: HttpRequest): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error))
    if (signal?.aborted) reject(signal.reason as Error)
  })
}

/** A server that never answers, or begins to and never ends. */
function hanging(where: 'answer' | 'body') {
  return (_: string, request: HttpRequest): Promise<HttpResponse> =>
    where === 'answer'
      ? whenAborted(request)
      : Promise.resolve({ status: 200, headers: { get: () => null }, text: () => whenAborted(request) })
}

test.each(['answer', 'body'] as const)('an %s that does not come in time is timed out', async (where) => {
  const fetch = timeLimited(hanging(where), 15_000)
  const answer = exchange({ fetch, authorization: fixedToken('t') }, call)
  await vi.advanceTimersByTimeAsync(14_999)
  expect(vi.getTimerCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(await answer).toMatchObject({ fault: { code: 'timed-out', uncertain: true } })
  expect(vi.getTimerCount()).toBe(0)
})

test('the signal of the call ends it earlier', async () => {
  const stop = new AbortController()
  const fetch = timeLimited(hanging('body'), 15_000)
  const answer = exchange({ fetch, authorization: fixedToken('t') }, call, { signal: stop.signal })
  await vi.advanceTimersByTimeAsync(10)
  stop.abort()
  expect(await answer).toMatchObject({ fault: { code: 'cancelled' } })
  expect(vi.getTimerCount()).toBe(0)
})

test('an answer in time is handed on, and leaves no timer', async () => {
  const fetch = timeLimited(
    async (_, { signal }) => ({
      status: 200,
      headers: { get: () => null },
      text: async () => JSON.stringify({ aborted: signal?.aborted }),
    }),
    15_000,
  )
  expect(await exchange({ fetch, authorization: fixedToken('t') }, call)).toEqual({
    ok: true,
    value: { aborted: false },
  })
  expect(vi.getTimerCount()).toBe(0)
  const broken = timeLimited(() => Promise.reject(new Error('no network')), 15_000)
  expect(await exchange({ fetch: broken, authorization: fixedToken('t') }, call)).toMatchObject({
    fault: { code: 'unreachable' },
  })
  expect(vi.getTimerCount()).toBe(0)
})
