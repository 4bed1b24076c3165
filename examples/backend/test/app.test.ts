import { decode, thingpark } from '@claimtag/core'
import { createIssuer, memoryStore, recordedTokens } from '@claimtag/online'
import { beforeEach, expect, test } from 'vitest'
import {
  createApp,
  createLabels,
  createMetrics,
  lambdaHandler,
  newApiKey,
  openApi,
  parseApiKeys,
} from '../src/index.ts'
import type { LogEntry, Scope } from '../src/index.ts'

const token = 'AAECAwQFBgcICQoLDA0ODw=='
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
const other = { ...device, devEui: '70B3D57ED00A0006' }

const KEYS = new Map(
  (['issue', 'label', 'change'] as const).map((scope: Scope) => [scope, newApiKey(scope, [scope])]),
)
const ENDED = newApiKey('ended', ['issue'], '2026-01-01')
const keyOf = (scope: Scope): string => KEYS.get(scope)?.key ?? ''

let now = Date.parse('2026-11-27')
let logged: LogEntry[]
let app: (request: Request) => Promise<Response>
let isReady = true

beforeEach(() => {
  logged = []
  isReady = true
  const recorded: [string, string][] = [
    [device.devEui, token],
    [other.devEui, 'EBESExQVFhcYGRobHB0eHw=='],
  ]
  app = createApp({
    issuer: createIssuer({ format: thingpark, tokens: recordedTokens(recorded), store: memoryStore() }),
    labels: createLabels(),
    apiKeys: parseApiKeys([...KEYS.values(), ENDED].map(({ line }) => line).join('\n')),
    rate: 50,
    metrics: createMetrics(),
    log: (entry) => void logged.push(entry),
    isReady: () => isReady,
    now: () => now,
  })
})

interface Ask {
  readonly method?: string
  readonly body?: unknown
  readonly scope?: Scope | undefined
  readonly headers?: Record<string, string>
}

async function ask(path: string, { method = 'POST', body, scope = 'issue', headers = {} }: Ask = {}) {
  const authorization = headers['authorization'] ?? `Bearer ${keyOf(scope)}`
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await app(
    new Request(`http://localhost${path}`, {
      method,
      headers: { ...headers, authorization },
      ...(body === undefined ? {} : { body: text }),
    }),
  )
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, text: bytes.toString('utf8'), bytes }
}

const json = (answer: { readonly text: string }): Record<string, unknown> => JSON.parse(answer.text) as never

test('a code is new once, reads back, and lies in no cache', async () => {
  const first = await ask('/codes', { body: device })
  expect(first.status).toBe(201)
  expect(first.headers.get('cache-control')).toBe('no-store')
  expect(first.headers.get('location')).toBe('/codes/70B3D57ED00A0004')
  expect(json(first)).toMatchObject({ ...device, version: 1, isNew: true })
  const { text } = json(first) as { text: string }
  expect(decode(text, [thingpark])).toMatchObject({ ok: true, record: { ...device, ownerToken: token } })
  const again = await ask('/codes', { body: device })
  expect(again.status).toBe(200)
  expect(json(again)).toEqual({ ...json(first), isNew: false })
})

test('with an idempotency key a lost answer is given again as it was, and the key serves one device', async () => {
  const headers = { 'idempotency-key': 'order-17' }
  const first = await ask('/codes', { body: device, headers })
  expect(await ask('/codes', { body: device, headers })).toMatchObject({ status: 201, text: first.text })
  const reused = await ask('/codes', { body: other, headers })
  expect(reused.status).toBe(422)
  expect(json(reused)).toMatchObject({ code: 'idempotency-key-reused' })
})

test.each([
  ['image/png', /^\x89PNG/],
  ['image/svg+xml', /^<svg/],
  ['application/pdf', /^%PDF/],
  ['application/zpl', /^\^XA/],
  ['text/html;q=0.9, image/*;q=0.5, application/zpl;q=0.8', /^\^XA/],
])('the label is given as %s', async (accept, head) => {
  await ask('/codes', { body: device })
  const answer = await ask(`/codes/${device.devEui}`, { method: 'GET', scope: 'label', headers: { accept } })
  expect(answer.status).toBe(200)
  expect(answer.bytes.toString('latin1')).toMatch(head)
})

test('what is wanted is judged: no kind of ours, no code, a revoked code', async () => {
  await ask('/codes', { body: device })
  const path = `/codes/${device.devEui}`
  const get = { method: 'GET', scope: 'label' } as const
  expect(await ask(path, { ...get, headers: { accept: 'text/html' } })).toMatchObject({ status: 406 })
  expect(await ask('/codes/70B3D57ED00A0005', get)).toMatchObject({ status: 404 })
  expect(await ask(`${path}/revoke`, { scope: 'change', body: {} })).toMatchObject({ status: 422 })
  expect(await ask(`${path}/revoke`, { scope: 'change', body: { reason: 'torn' } })).toMatchObject({
    status: 204,
  })
  expect(await ask(path, get)).toMatchObject({ status: 410 })
  expect(await ask('/codes', { body: device })).toMatchObject({ status: 410 })
})

test.each([
  ['a contradiction', 409, 'device-conflict', { ...device, joinEui: '70B3D57ED0000003' }],
  ['an unknown device', 404, 'token-not-recorded', { ...device, devEui: '70B3D57ED00A0005' }],
  ['a broken EUI', 422, 'dev-eui-invalid', { devEui: '1E5' }],
  ['a member that is not known', 422, 'device-member-unknown', { ...device, serial: '1' }],
  ['a DevEUI that is a number', 422, 'device-member-invalid', { devEui: 5 }],
  ['a token', 422, 'owner-token-given', { ...device, ownerToken: 'AAAA' }],
  ['a field that the format cannot carry', 422, 'field-not-carried', { ...device, extra: { colour: 'red' } }],
  ['a list', 400, 'device-invalid', [device]],
  ['no JSON', 400, 'not-a-device', '{'],
  ['what is too long', 400, 'not-a-device', `"${'x'.repeat(1 << 17)}"`],
])('%s is answered with %i %s, as a problem without a token', async (_, status, code, body) => {
  await ask('/codes', { body: device })
  const answer = await ask('/codes', { body })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(json(answer)).toMatchObject({ type: 'about:blank', status, code })
  expect(answer.text).not.toContain(token.slice(0, 6))
})

test('no key, a wrong one, one that has ended and one of another scope are refused', async () => {
  for (const authorization of ['', 'Bearer x', `Bearer ${ENDED.key}`, `Basic ${keyOf('issue')}`])
    expect(await ask('/codes', { body: device, headers: { authorization } })).toMatchObject({ status: 401 })
  expect(await ask('/codes', { body: device, scope: 'label' })).toMatchObject({ status: 403 })
  expect(await ask(`/codes/${device.devEui}`, { method: 'GET', scope: 'issue' })).toMatchObject({
    status: 403,
  })
})

test('more requests than the rate allows wait, each key for itself', async () => {
  const answers = await Promise.all(Array.from({ length: 120 }, () => ask('/codes', { body: device })))
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
  const refused = answers.find(({ status }) => status === 429)
  expect(refused?.headers.get('retry-after')).toBe('1')
  expect(await ask(`/codes/${device.devEui}`, { method: 'GET', scope: 'label' })).toMatchObject({
    status: 200,
  })
  now += 1000
  expect(await ask('/codes', { body: device })).toMatchObject({ status: 200 })
})

test('a batch is answered line by line, in order, and a bad line ends nothing', async () => {
  const body = [
    JSON.stringify(device),
    '{',
    '',
    JSON.stringify({ ...device, devEui: 'x' }),
    JSON.stringify(other),
  ]
  const answer = await ask('/codes/batch', { body: body.join('\n') })
  const lines = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.map(({ index, ok, code, devEui }) => ({ index, ok, code, devEui }))).toEqual([
    { index: 0, ok: true, devEui: device.devEui },
    { index: 1, ok: false, code: 'device-invalid' },
    { index: 2, ok: false, code: 'dev-eui-invalid' },
    { index: 3, ok: true, devEui: other.devEui },
  ])
  const endless = await ask('/codes/batch', { body: `${JSON.stringify(device)}\n"${'x'.repeat(1 << 17)}` })
  expect(endless.text.trim().split('\n').at(-1)).toBe('{"ok":false,"code":"line-too-long","isEnd":true}')
})

test('a batch is answered while it still comes in', async () => {
  let send: ReadableStreamDefaultController<Uint8Array> | undefined
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (send = controller) })
  const headers = { authorization: `Bearer ${keyOf('issue')}` }
  const request = new Request('http://localhost/codes/batch', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  })
  const reader = ((await app(request)).body as ReadableStream<Uint8Array>).getReader()
  const first = reader.read()
  // More than are issued at once, so that the first answer need not wait for the end.
  for (let at = 0; at < 1001; at += 1) send?.enqueue(Buffer.from(`${JSON.stringify(device)}\n`))
  expect(Buffer.from((await first).value ?? []).toString('utf8')).toContain('"index":0')
  await reader.cancel()
})

test('health, readiness, metrics and the document are open, and say nothing of devices', async () => {
  await ask('/codes', { body: device })
  const get = { method: 'GET', headers: { authorization: '' } }
  expect(await ask('/health', get)).toMatchObject({ status: 200 })
  expect(await ask('/ready', get)).toMatchObject({ status: 200 })
  isReady = false
  expect(await ask('/ready', get)).toMatchObject({ status: 503 })
  const { text } = await ask('/metrics', get)
  expect(text).toContain('http_route="/codes",http_request_method="POST",http_response_status_code="201"} 1')
  expect(text).toContain('claimtag_codes_total{is_new="true"} 1')
  expect(text + JSON.stringify(logged)).not.toMatch(/70B3D57ED00A0004|AAECAw/)
  expect(logged[0]).toMatchObject({ route: '/codes', method: 'POST', status: 201, key: 'issue' })
  expect(json(await ask('/openapi.json', get))).toEqual(openApi)
  const docs = await ask('/docs', get)
  expect(docs.text).toContain('<code>POST /codes/batch</code>')
  expect(docs.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await ask('/nowhere', get)).toMatchObject({ status: 404 })
  await ask(`/codes/${device.devEui}`, { method: 'GET', scope: 'label' })
  const later = (await ask('/metrics', get)).text
  expect(later).toContain('http_route="other",http_request_method="GET",http_response_status_code="404"} 1')
  expect(later).toContain('http_route="/codes/:devEui",http_request_method="GET"')
})

test('the document names every path that is answered', async () => {
  for (const [path, methods] of Object.entries(openApi.paths)) {
    for (const method of Object.keys(methods)) {
      const answer = await ask(path.replace('{devEui}', device.devEui), {
        method: method.toUpperCase(),
        headers: { authorization: '' },
      })
      expect([200, 401], `${method} ${path}`).toContain(answer.status)
    }
  }
})

test('the same function answers events', async () => {
  const result = await lambdaHandler((request) => app(request))({
    rawPath: '/codes',
    rawQueryString: '',
    headers: { authorization: `Bearer ${keyOf('issue')}`, host: 'api.example' },
    requestContext: { http: { method: 'POST' } },
    body: Buffer.from(JSON.stringify(device)).toString('base64'),
    isBase64Encoded: true,
  })
  expect(result).toMatchObject({ statusCode: 201, isBase64Encoded: true })
  expect(JSON.parse(Buffer.from(result.body, 'base64').toString('utf8'))).toMatchObject({ isNew: true })
})
