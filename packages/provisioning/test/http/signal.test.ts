import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import type { HttpRequest, HttpResponse } from '@claimtag/provisioning/http'
import { describe, expect, test } from 'vitest'
import { exchange } from '../../src/http/exchange.ts'

const url = 'https://ns.example/x'
const get = { method: 'GET', url, read: ({ body }: { body: unknown }) => body ?? 'nothing' } as const
const account = { tokenUrl: 'https://ns.example/token', clientId: 'portal', clientSecret: 'secret' }

/** A fetch that answers when it is told to, and rejects as the platform's does when its signal is aborted. */
function waiting() {
  const sent: HttpRequest[] = []
  let answer: ((text: string) => void) | undefined
  let onSent: (() => void) | undefined
  const fetch = (_: string, request: HttpRequest): Promise<HttpResponse> => {
    sent.push(request)
    onSent?.()
    return new Promise((resolve, reject) => {
      answer = (text) => resolve({ status: 200, headers: { get: () => null }, text: async () => text })
      request.signal?.addEventListener('abort', () => reject(request.signal?.reason as Error))
    })
  }
  const whenSent = () => new Promise<void>((resolve) => (onSent = resolve))
  return { fetch, sent, whenSent, answer: (text: string) => answer?.(text) }
}

describe('the signal of a call', () => {
  test.each([
    ['cancelled', undefined],
    ['timed-out', new DOMException('', 'TimeoutError')],
  ])('ends the request: %s', async (code, reason) => {
    const { fetch, sent, whenSent } = waiting()
    const stop = new AbortController()
    const request = whenSent()
    const answer = exchange({ fetch, authorization: fixedToken('t') }, get, { signal: stop.signal })
    await request
    expect(sent[0]?.signal).toBe(stop.signal)
    stop.abort(reason)
    expect(await answer).toMatchObject({ fault: { code, uncertain: true } })
  })

  test('that is aborted already sends nothing', async () => {
    const { fetch, sent } = waiting()
    const signal = AbortSignal.abort()
    const answer = await exchange({ fetch, authorization: fixedToken('t') }, get, { signal })
    expect(answer).toMatchObject({ fault: { code: 'cancelled', uncertain: false } })
    expect(sent).toEqual([])
  })
})

describe('of calls that wait for one token', () => {
  test('one ends, and the others get it', async () => {
    const { fetch, sent, answer } = waiting()
    const credentials = clientCredentials({ ...account, fetch })
    const stop = new AbortController()
    const ended = credentials.token({ signal: stop.signal })
    const other = credentials.token()
    stop.abort()
    expect(await ended).toMatchObject({ fault: { code: 'cancelled' } })
    answer('{"access_token":"t1"}')
    expect(await other).toEqual({ ok: true, value: 't1' })
    expect(sent).toHaveLength(1)
  })

  test('all end: the request ends, too, and the next one asks anew', async () => {
    const { fetch, sent, answer } = waiting()
    const credentials = clientCredentials({ ...account, fetch })
    const stops = [new AbortController(), new AbortController()]
    const ended = stops.map(({ signal }) => credentials.token({ signal }))
    for (const stop of stops) stop.abort()
    for (const one of ended) expect(await one).toMatchObject({ ok: false })
    expect(sent[0]?.signal?.aborted).toBe(true)
    const next = credentials.token()
    answer('{"access_token":"t2"}')
    expect(await next).toEqual({ ok: true, value: 't2' })
    expect(sent).toHaveLength(2)
  })
})
