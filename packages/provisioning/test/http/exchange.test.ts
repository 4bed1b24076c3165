import { ClaimtagError } from '@claimtag/core'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import type { HttpRequest, HttpResponse } from '@claimtag/provisioning/http'
import { describe, expect, test } from 'vitest'
import { secureAddress } from '../../src/http/address.ts'
import { exchange } from '../../src/http/exchange.ts'

interface Sent extends HttpRequest {
  readonly url: string
}

/** A fetch that gives these answers in turn and keeps what it was sent. */
function scripted(
  ...answers: readonly (Partial<{ status: number; body: string; headers: Record<string, string> }> | Error)[]
) {
  const sent: Sent[] = []
  const left = [...answers]
  const fetch = async (url: string, request: HttpRequest): Promise<HttpResponse> => {
    sent.push({ url, ...request })
    const answer = left.shift() ?? new Error('one request too many')
    if (answer instanceof Error) throw answer
    const { status = 200, body = '', headers = {} } = answer
    return { status, headers: { get: (name) => headers[name] ?? null }, text: async () => body }
  }
  return { fetch, sent }
}

const authorization = fixedToken('bearer-1')
const get = {
  method: 'GET',
  url: 'https://ns.example/x',
  read: ({ body }: { body: unknown }) => body ?? 'nothing',
} as const

describe('exchange', () => {
  test('sends JSON with the Bearer token and follows nothing', async () => {
    const { fetch, sent } = scripted({ body: '{"a":1}' })
    const answer = await exchange({ fetch, authorization }, { ...get, method: 'POST', json: { b: 2 } })
    expect(answer).toEqual({ ok: true, value: { a: 1 } })
    expect(sent).toEqual([
      {
        url: 'https://ns.example/x',
        method: 'POST',
        body: '{"b":2}',
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: 'Bearer bearer-1',
        },
      },
    ])
  })

  test.each([
    [200, '', 'nothing'],
    [204, ' \n', 'nothing'],
    [201, '[]', []],
  ])('reads a %i answer %j', async (status, body, value) => {
    const { fetch } = scripted({ status, body })
    expect(await exchange({ fetch, authorization }, get)).toEqual({ ok: true, value })
  })

  test.each([
    [400, 'rejected', false, false],
    [403, 'forbidden', false, false],
    [404, 'not-found', false, false],
    [408, 'timed-out', true, true],
    [409, 'conflict', false, false],
    [422, 'rejected', false, false],
    [429, 'rate-limited', true, false],
    [500, 'server-failed', true, true],
    [599, 'server-failed', true, true],
    [302, 'redirected', false, false],
    [0, 'redirected', false, false],
    [101, 'unintelligible', true, true],
    [999, 'unintelligible', true, true],
  ])('%i is %s', async (status, code, retryable, uncertain) => {
    const { fetch } = scripted({ status, body: 'secret words' })
    expect(await exchange({ fetch, authorization }, get)).toEqual({
      ok: false,
      fault: { code, retryable, uncertain, status },
    })
  })

  test.each([
    ['30', 30],
    ['Wed, 21 Oct 2020 07:28:00 GMT', 0],
    ['-1', undefined],
  ])('Retry-After %j is %j seconds', async (after, seconds) => {
    const { fetch } = scripted({ status: 503, headers: { 'retry-after': after } })
    const answer = await exchange({ fetch, authorization }, get)
    expect(answer.ok ? undefined : answer.fault.retryAfterSeconds).toBe(seconds)
  })

  test('a 2xx answer that is not what it should be is unintelligible', async () => {
    for (const body of ['<html>', '{', 'OK']) {
      const { fetch } = scripted({ body })
      expect(await exchange({ fetch, authorization }, get)).toMatchObject({
        fault: { code: 'unintelligible', status: 200 },
      })
    }
    const { fetch } = scripted({ body: '{}' })
    expect(await exchange({ fetch, authorization }, { ...get, read: () => undefined })).toMatchObject({
      fault: { code: 'unintelligible', uncertain: true },
    })
  })

  test.each([
    ['TimeoutError', 'timed-out'],
    ['AbortError', 'timed-out'],
    ['TypeError', 'unreachable'],
  ])('a fetch that rejects with %s is %s', async (name, code) => {
    const { fetch } = scripted(Object.assign(new Error('https://ns.example/x?secret'), { name }))
    expect(await exchange({ fetch, authorization }, get)).toEqual({
      ok: false,
      fault: { code, retryable: true, uncertain: true },
    })
  })

  test('gives up after the second Bearer token is refused', async () => {
    const { fetch, sent } = scripted({ status: 401 }, { status: 401 })
    expect(await exchange({ fetch, authorization }, get)).toMatchObject({
      fault: { code: 'unauthenticated', status: 401 },
    })
    expect(sent).toHaveLength(2)
  })
})

describe('client credentials', () => {
  const options = {
    tokenUrl: 'https://idp.example/token?renewToken=true',
    clientId: 'tpe/demo',
    clientSecret: 's&cret=',
  }

  test('asks by form, once for all who ask at once', async () => {
    const { fetch, sent } = scripted({ body: '{"access_token":"t1","expires_in":60}' })
    const credentials = clientCredentials({ ...options, fetch, now: () => 0 })
    const answers = await Promise.all([credentials.token(), credentials.token(), credentials.token()])
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: 't1' })))
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      url: options.tokenUrl,
      method: 'POST',
      body: 'client_id=tpe%2Fdemo&client_secret=s%26cret%3D&grant_type=client_credentials',
    })
    expect(sent[0]?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' })
  })

  test('renews 30 s before the end, and after a refusal of the token it holds', async () => {
    let now = 0
    const { fetch, sent } = scripted(
      ...['t1', 't2', 't3'].map((token) => ({ body: `{"access_token":"${token}","expires_in":"60"}` })),
    )
    const credentials = clientCredentials({ ...options, fetch, now: () => now })
    const token = async (): Promise<string> => {
      const answer = await credentials.token()
      return answer.ok ? answer.value : answer.fault.code
    }
    expect(await token()).toBe('t1')
    now = 29_999
    expect(await token()).toBe('t1')
    now = 30_000
    expect(await token()).toBe('t2')
    credentials.refused('t1')
    expect(await token()).toBe('t2')
    credentials.refused('t2')
    expect(await token()).toBe('t3')
    expect(sent).toHaveLength(3)
  })

  test.each([
    [{ status: 400 }, 'unauthenticated'],
    [{ status: 401 }, 'unauthenticated'],
    [{ status: 403 }, 'unauthenticated'],
    [{ status: 500 }, 'server-failed'],
    [{ body: '{"access_token":""}' }, 'unintelligible'],
    [new Error('refused'), 'unreachable'],
  ])('answers %j as %s, and is asked again next time', async (first, code) => {
    const { fetch } = scripted(first, { body: '{"access_token":"t1"}' })
    const credentials = clientCredentials({ ...options, fetch })
    expect(await credentials.token()).toMatchObject({ ok: false, fault: { code } })
    expect(await credentials.token()).toEqual({ ok: true, value: 't1' })
  })
})

describe('addresses', () => {
  test.each([
    ['https://js.example/', 'https://js.example'],
    ['HTTPS://js.example:8443/base//', 'HTTPS://js.example:8443/base'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost/', 'http://localhost'],
    ['http://[::1]:1/x', 'http://[::1]:1/x'],
  ])('takes %s', (address, expected) => {
    expect(secureAddress(address, 'address')).toBe(expected)
  })

  test.each([
    'http://js.example',
    'http://127.0.0.1.evil.example',
    'http://localhost@evil.example',
    'https://user:pw@js.example',
    'js.example',
    '',
    'ftp://x',
  ])('refuses %s', (address) => {
    expect(() => secureAddress(address, 'address')).toThrow(ClaimtagError)
  })
})
