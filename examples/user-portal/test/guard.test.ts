import { demoDevices } from 'claimtag-example-user-portal/demo'
import { expect, test } from 'vitest'
import { openWorld, OURS } from './harness.ts'

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; " +
  "font-src 'self'; img-src 'self' blob:; media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types claimtag"

test('every answer carries the same headers, and those of /api are never kept', async () => {
  const { portal } = await openWorld()
  const headersOf = async (path: string): Promise<object> =>
    Object.fromEntries((await portal.app.request(path)).headers)
  const all = {
    'content-security-policy': POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
  }
  expect(await headersOf('/')).toEqual({
    ...all,
    'content-type': 'text/plain;charset=UTF-8',
    vary: 'Accept-Encoding',
  })
  expect(await headersOf('/api/session')).toEqual({
    ...all,
    'cache-control': 'no-store',
    'content-type': 'application/json',
  })
})

test.each([
  ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['from another host of this site', { 'sec-fetch-site': 'same-site' }, 403],
  ['typed into the address bar', { 'sec-fetch-site': 'none' }, 403],
  ['with a form', { 'content-type': 'application/x-www-form-urlencoded' }, 403],
  ['with plain text', { 'content-type': 'text/plain' }, 403],
  ['without the header of our page', { 'x-claimtag': '' }, 403],
  ['by our page', {}, 200],
  ['by our page, with a charset', { 'content-type': 'application/json; charset=utf-8' }, 200],
])('a request %s', async (_, headers, status) => {
  const world = await openWorld()
  const answer = await world.visitor().ask('POST', '/api/logout', {}, headers)
  expect(answer.status).toBe(status)
})

test('without Sec-Fetch-Site, the Origin has to be our own', async () => {
  const { portal } = await openWorld()
  const { 'sec-fetch-site': _, ...rest } = OURS
  const statusOf = async (origin: Record<string, string>): Promise<number> =>
    (await portal.app.request('/api/logout', { method: 'POST', headers: { ...rest, ...origin }, body: '{}' }))
      .status
  expect(await statusOf({})).toBe(403)
  expect(await statusOf({ origin: 'https://evil.test' })).toBe(403)
  expect(await statusOf({ origin: 'null' })).toBe(403)
  expect(await statusOf({ origin: 'https://portal.test' })).toBe(200)
})

test('other methods, other paths and bodies that are too large or no JSON are refused', async () => {
  const world = await openWorld()
  const visitor = world.visitor()
  const code = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const { status, json } = await visitor.ask(method, path, body)
    return [status, json.error?.code]
  }
  expect(await code('DELETE', '/api/devices/1')).toEqual([405, 'method-not-allowed'])
  expect(await code('GET', '/api/nothing')).toEqual([404, 'not-found'])
  expect(await code('POST', '/api/login', { clientId: 'x'.repeat(9 * 1024) })).toEqual([413, 'too-large'])
  expect(await code('POST', '/api/login', '{"clientId":')).toEqual([400, 'not-json'])
  expect(await code('POST', '/api/login', '[]')).toEqual([400, 'not-json'])
  expect(await code('PUT', '/api/devices/1', {})).toEqual([401, 'session-ended'])
  expect(await code('GET', '/api/devices')).toEqual([401, 'session-ended'])
  expect(await code('GET', '/api/events')).toEqual([401, 'session-ended'])
})

test('the sixth login of a minute is refused by address and by client id, known or not', async () => {
  const world = await openWorld()
  const attempt = async (clientId: string, address: string): Promise<number> => {
    const body = { clientId, clientSecret: 'wrong', kmSubscription: '42', busitToken: 'x' }
    return (await world.visitor().ask('POST', '/api/login', body, { 'x-forwarded-for': address })).status
  }
  for (let i = 0; i < 5; i++) expect(await attempt('demo', '10.0.0.1')).toBe(401)
  expect(await attempt('somebody', '10.0.0.1')).toBe(429)
  expect(await attempt('demo', '10.0.0.2')).toBe(429)
  // What a person writes in front of the address that our proxy saw does not count.
  expect(await attempt('else', '10.9.9.9, 10.0.0.1')).toBe(429)
  for (let i = 0; i < 5; i++) expect(await attempt('nobody', '10.0.0.3')).toBe(401)
  expect(await attempt('nobody', '10.0.0.4')).toBe(429)
  world.time.now += 60_000
  expect(await attempt('demo', '10.0.0.1')).toBe(401)
})

test('thirty logins an hour are the most, at whatever pace', async () => {
  const world = await openWorld()
  const body = { clientId: 'demo', clientSecret: 'wrong', kmSubscription: '42', busitToken: 'x' }
  let passed = 0
  for (let i = 0; i < 40; i++) {
    const from = { 'x-forwarded-for': `10.0.1.${i}` }
    if ((await world.visitor().ask('POST', '/api/login', body, from)).status === 429) break
    passed++
    world.time.now += 30_000
  }
  // Thirty, and what fills again in the meantime: one in two minutes.
  expect([passed >= 30, passed < 40]).toEqual([true, true])
})

test('after five refused tokens in a row there is a pause, and a success begins the count anew', async () => {
  const world = await openWorld()
  const visitor = world.visitor()
  await visitor.logIn()
  const wrong = async (at: number): Promise<number> => {
    const device = { ...demoDevices[at]!, ownerToken: 'AAAAAAAAAAAAAAAAAAAAAA==' }
    const { status } = await visitor.put(device)
    if (status === 200) await visitor.reach(device.devEui, 'stopped')
    return status
  }
  for (let at = 0; at < 4; at++) expect(await wrong(at)).toBe(200)
  await visitor.put(demoDevices[9]!)
  await visitor.reach(demoDevices[9]!.devEui, 'live')
  for (let at = 0; at < 5; at++) expect(await wrong(at)).toBe(200)
  const paused = await visitor.put(demoDevices[10]!)
  expect([paused.status, paused.json.error]).toEqual([
    429,
    { code: 'too-many-claims', retryAfterSeconds: 60 },
  ])
  world.time.now += 60_000
  expect((await visitor.put(demoDevices[10]!)).status).toBe(200)
  await visitor.reach(demoDevices[10]!.devEui, 'live')
})

test('a crate of sixty goes at once, the sixty-first waits', async () => {
  const world = await openWorld()
  const visitor = world.visitor()
  await visitor.logIn()
  const texts = Array.from({ length: 61 }, (_, at) => ({
    devEui: `70B3D57ED00C${(0x1000 + at).toString(16).toUpperCase()}`,
    joinEui: '70B3D57ED0000009',
    ownerToken: 'AAAAAAAAAAAAAAAAAAAAAA==',
  }))
  const statuses: number[] = []
  // Of a JoinEUI that is not set up, so that nothing is sent anywhere.
  for (const device of texts) statuses.push((await visitor.put(device)).status)
  expect(statuses.filter((status) => status === 422)).toHaveLength(60)
  expect(statuses[60]).toBe(429)
})
