import type { Answer, Fault } from '@claimtag/provisioning'
import type { Fetch } from '@claimtag/provisioning/http'
import { demoAccount } from 'claimtag-example-thingpark-simulator'
import type { Effect } from 'claimtag-example-thingpark-simulator'
import { describe, expect, test } from 'vitest'
import { connectorCalls } from './calls.ts'
import type { ConnectorCall } from './calls.ts'
import { asTransportKey, ownerToken } from './subjects.ts'

// Every method of every connector against everything that a server, or what stands before it, may do.

type Expected = Partial<Fault> | 'ok'
const json = 'application/json'
const NOW = 'Fri, 27 Nov 2026 10:00:00 GMT'

const page = '<!doctype html><html><title>Sign in</title></html>'
const again = { retryable: true, uncertain: true } as const
const final = { retryable: false, uncertain: false } as const
const wait = (headers: Record<string, string>): Effect => ({
  kind: 'status',
  status: 429,
  headers: { date: NOW, ...headers },
})
const limited = (retryAfterSeconds?: number): Expected => ({
  code: 'rate-limited',
  retryable: true,
  uncertain: false,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
})

/** Each fault, and what it is for most methods. */
const FAULTS: Readonly<Record<string, readonly [effect: Effect, expected: Expected]>> = {
  '401': [
    { kind: 'status', status: 401 },
    { code: 'unauthenticated', ...final },
  ],
  '403': [
    { kind: 'status', status: 403 },
    { code: 'forbidden', ...final },
  ],
  '404': [
    { kind: 'status', status: 404 },
    { code: 'not-found', ...final },
  ],
  '409': [
    { kind: 'status', status: 409 },
    { code: 'conflict', ...final },
  ],
  '429 without a time': [wait({}), limited()],
  '429, seconds': [wait({ 'retry-after': '17' }), limited(17)],
  '429, a date': [wait({ 'retry-after': 'Fri, 27 Nov 2026 10:01:30 GMT' }), limited(90)],
  '429, The Things Stack': [wait({ 'x-rate-limit-retry': '3' }), limited(3)],
  '429, a quota': [wait({ 'quota-reset-utc': '2026-11-27T10:00:05Z' }), limited(5)],
  '429, Busit': [wait({ 'x-rate-limit-next': 'api=2500' }), limited(3)],
  '500': [
    { kind: 'status', status: 500 },
    { code: 'server-failed', ...again },
  ],
  '503 with a time': [
    { kind: 'status', status: 503, retryAfterSeconds: 120 },
    { code: 'server-failed', ...again, retryAfterSeconds: 120 },
  ],
  '504 although done': [
    { kind: 'status-after', status: 504 },
    { code: 'server-failed', ...again },
  ],
  'half JSON': [
    { kind: 'text', text: '{"ID": "7', contentType: json },
    { code: 'unintelligible', ...again },
  ],
  '200 with an error': [
    { kind: 'text', text: '{"error":{"code":403,"message":"no"}}', contentType: json },
    { code: 'forbidden', ...final },
  ],
  'a captive portal': [
    { kind: 'text', text: page },
    { code: 'unintelligible', ...again },
  ],
  'a portal that says 403': [
    { kind: 'status', status: 403, body: page, headers: { 'content-type': 'text/html' } },
    { code: 'forbidden', ...final },
  ],
  'half an answer': [{ kind: 'half' }, { code: 'unreachable', ...again }],
  'no connection': [{ kind: 'drop-before' }, { code: 'unreachable', ...again }],
  'a lost answer': [{ kind: 'drop-after' }, { code: 'unreachable', ...again }],
  'a redirect': [
    { kind: 'redirect', location: 'https://evil.example/' },
    { code: 'redirected', ...final },
  ],
  'an echo': [
    { kind: 'echo', status: 400 },
    { code: 'rejected', ...final },
  ],
}

const refused: Expected = { code: 'claim-refused', ...final }
const CLAIMS_AT_403 = ['thingpark-activation', 'the-things-join-server', 'thingpark-dx-core']

/** What is otherwise for a method. */
function expectedOf({ name }: ConnectorCall, fault: string, usual: Expected): Expected {
  const [connector = '', , method] = name.split(' ')
  const is403 = fault === '403' || fault === '200 with an error'
  // What is not there is the answer to such a question.
  if (fault === '404' && method === 'find' && connector !== 'busit') return 'ok'
  if (method === 'status' && fault === '404') return 'ok'
  if (connector === 'the-things-join-server' && method === 'status' && (is403 || fault.includes('403')))
    return 'ok'
  if (connector === 'the-things-join-server' && method === 'release' && (is403 || fault.includes('403')))
    return { code: 'not-found', ...final }
  if (method === 'claim' && is403 && CLAIMS_AT_403.includes(connector)) return refused
  // ChirpStack's connector looks before and after, so that it knows what has become of a creation.
  if (
    connector === 'chirpstack' &&
    method === 'provision' &&
    ['504 although done', 'half an answer', 'a lost answer'].includes(fault)
  )
    return 'ok'
  return usual
}

/** Faults that are answered with after the work was done. */
const DOES_IT: readonly Effect['kind'][] = ['status-after', 'half', 'drop-after']

/** The answers to a method under each fault; what changes the server's state has a server of its own. */
async function answersUnder(call: ConnectorCall): Promise<Readonly<Record<string, Answer<unknown>>>> {
  const answers: Record<string, Answer<unknown>> = {}
  const shared = await call.open(globalThis.fetch)
  for (const [name, [effect]] of Object.entries(FAULTS)) {
    const isOwn = DOES_IT.includes(effect.kind)
    const opened = isOwn ? await call.open(globalThis.fetch) : shared
    // A 401 is answered with a new token first, where there are any.
    const hasTokens = !call.name.startsWith('http-application-server')
    const times = hasTokens && effect.kind === 'status' && effect.status === 401 ? 2 : 1
    opened.simulator.inject(call.operation, effect, times)
    answers[name] = await opened.call()
    if (isOwn) await opened.close()
  }
  await shared.close()
  return answers
}

describe.each(connectorCalls.map((call) => [call.name, call] as const))('%s', (_, call) => {
  test('knows every fault for what it is', async () => {
    const given: Record<string, unknown> = {}
    const wanted: Record<string, unknown> = {}
    for (const [name, answer] of Object.entries(await answersUnder(call))) {
      const [, usual = {}] = FAULTS[name] ?? []
      const text = JSON.stringify(answer)
      for (const secret of [ownerToken, asTransportKey, demoAccount.clientSecret, 'Bearer'])
        expect(text).not.toContain(secret)
      const expected = expectedOf(call, name, usual)
      wanted[name] = expected
      given[name] = answer.ok ? 'ok' : expected === 'ok' ? answer.fault : pick(answer.fault, expected)
    }
    expect(given).toEqual(wanted)
  })

  test('a body that does not end is cut by the signal', async () => {
    for (const [reason, code] of [
      [undefined, 'cancelled'],
      [new DOMException('too long', 'TimeoutError'), 'timed-out'],
    ] as const) {
      const controller = new AbortController()
      // Aborted once the head of the slow answer is there, however busy the machine is.
      const fetch: Fetch = async (url, init) => {
        const response = await globalThis.fetch(url, init)
        if (isSlow) setImmediate(() => controller.abort(reason))
        return response
      }
      let isSlow = false
      const opened = await call.open(fetch)
      opened.simulator.inject(call.operation, { kind: 'slow' })
      isSlow = true
      const answer = await opened.call({ signal: controller.signal })
      await opened.close()
      expect(answer).toMatchObject({ ok: false, fault: { code } })
    }
  })
})

/** The members of a fault that are expected, and the time to wait, which must not come from nowhere. */
function pick(fault: Fault, expected: Partial<Fault>): Partial<Fault> {
  const names = Object.keys({
    ...expected,
    ...(fault.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: 0 }),
  })
  return Object.fromEntries(names.map((name) => [name, fault[name as keyof Fault]]))
}
