import { ClaimtagError, decode, defineFormat, thingpark, tr005 } from '@claimtag/core'
import { createIssuer, memoryStore, randomTokens, recordedTokens } from '@claimtag/online'
import type { Clock, CodeStore, IssuerOptions, OnlineEvent, TokenSource } from '@claimtag/online'
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../../test/virtual-clock.ts'

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00000' }

/** Tokens that count: each call gives another one. */
function counting(delay: () => Promise<void> = async () => undefined) {
  const attempts: number[] = []
  const tokens: TokenSource = async (_, { attempt }) => {
    attempts.push(attempt)
    await delay()
    return Buffer.from(`token number ${String(attempts.length).padStart(3, '0')}`).toString('base64')
  }
  return { tokens, attempts }
}

function issuerOf(options: Partial<IssuerOptions> = {}) {
  return createIssuer({ format: thingpark, tokens: () => ownerToken, store: memoryStore(), ...options })
}

interface Deferred {
  readonly promise: Promise<void>
  readonly resolve: () => void
}

/** A store whose process dies at `fill`, and which another process then opens. */
function dying(store: CodeStore): CodeStore {
  return { ...store, fill: () => new Promise(() => undefined), release: () => new Promise(() => undefined) }
}

function talkative(): never {
  throw new Error(`Failing row contains (${ownerToken})`)
}

function getRandom(bytes: Uint8Array<ArrayBuffer>): unknown {
  return crypto.getRandomValues(bytes)
}

function defer(): Deferred {
  let resolve: (() => void) | undefined
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve: () => resolve?.() }
}

async function refusal(call: Promise<unknown>): Promise<ClaimtagError<{ readonly code: string }>> {
  try {
    await call
  } catch (error) {
    if (error instanceof ClaimtagError) return error as ClaimtagError<{ readonly code: string }>
    throw error
  }
  throw new Error('nothing was refused')
}

function expectNoToken(error: Error): void {
  const said = [String(error), error.stack, JSON.stringify(error), String(error.cause)].join('\n')
  for (let at = 0; at + 6 <= ownerToken.length; at++) expect(said).not.toContain(ownerToken.slice(at, at + 6))
}

describe('issuing', () => {
  test('gives the record that an app will read', async () => {
    const { record, text, isNew, version } = await issuerOf().issue(device)
    expect({ isNew, version }).toEqual({ isNew: true, version: 1 })
    expect(record).toMatchObject({ ...device, ownerToken })
    expect(decode(text, [thingpark])).toMatchObject({ ok: true, record })
  })

  test('asked again, in any spelling, it is the same code', async () => {
    const { tokens, attempts } = counting()
    const issuer = issuerOf({ tokens })
    const first = await issuer.issue(device)
    const again = await issuer.issue({
      ...device,
      devEui: '70-b3-d5-7e-d0-0a-00-04',
      joinEui: '70b3d57ed0000002',
      vendorId: '',
    })
    expect(again).toEqual({ ...first, isNew: false })
    expect(attempts).toEqual([1])
  })

  test('asked fifty times at once, by ten issuers on one store, there is one code and one token', async () => {
    const { tokens, attempts } = counting(() => new Promise((resolve) => void setTimeout(resolve, 30)))
    const store = memoryStore()
    const issuers = Array.from({ length: 10 }, () => issuerOf({ tokens, store }))
    const issued = await Promise.all(Array.from({ length: 50 }, (_, i) => issuers[i % 10]!.issue(device)))
    expect(new Set(issued.map((one) => one.text)).size).toBe(1)
    expect(attempts).toEqual([1])
  })

  test('devices do not wait for each other', async () => {
    const { tokens, attempts } = counting(() => new Promise((resolve) => void setTimeout(resolve, 30)))
    const waits: number[] = []
    const clock: Clock = { now: Date.now, sleep: (ms) => new Promise(() => void waits.push(ms)) }
    const issuer = issuerOf({ tokens, clock })
    const devices = Array.from({ length: 20 }, (_, i) => ({
      ...device,
      devEui: `70B3D57ED00B00${String(i).padStart(2, '0')}`,
    }))
    const issued = await Promise.all(devices.map((one) => issuer.issue(one)))
    expect(new Set(issued.map(({ text }) => text)).size).toBe(20)
    expect(attempts).toHaveLength(20)
    // Only deadlines and leases were waited for, no other attempt.
    expect(waits.filter((ms) => ms < 10_000)).toEqual([])
  })

  test('the same store under another format says so', async () => {
    const store = memoryStore()
    await issuerOf({ store }).issue(device)
    const error = await refusal(issuerOf({ store, format: tr005, tokens: () => 'SECONDTOKEN' }).issue(device))
    expect(error.issue).toEqual({
      code: 'format-conflict',
      retryable: false,
      devEui: device.devEui,
      format: 'tr005',
      issuedAs: 'thingpark',
    })
  })

  test('gives what a label may print: the fields, the own columns, and no token', async () => {
    const store = memoryStore()
    const columns = { sku: 'S100', batch: '7' }
    const { fields } = await issuerOf({ store }).issue({ ...device, proprietary: 'REVB', columns })
    const expected = { ...device, appEui: device.joinEui, proprietary: 'REVB', ...columns }
    expect(fields).toEqual(expected)
    // Columns are not in the code: a request without them gets those of the first time, one with others gets these.
    const again = await issuerOf({ store }).issue({ ...device, proprietary: 'REVB' })
    expect(again.fields).toEqual(expected)
    const other = await issuerOf({ store }).issue({
      ...device,
      proprietary: 'REVB',
      columns: { sku: 'S200' },
    })
    expect(other.fields).toMatchObject({ sku: 'S200' })
    expect(JSON.stringify([fields, again.fields, other.fields])).not.toContain(ownerToken.slice(0, 6))
  })

  test("prints the format's own fields, too", async () => {
    const format = defineFormat({
      id: 'acme',
      title: 'ACME',
      prefix: 'ACME:',
      separator: ':',
      fields: [{ name: 'devEui' }, { name: 'sku' }, { name: 'ownerToken' }],
    })
    const asked = { devEui: device.devEui, extra: { sku: 'S100' } }
    const { fields, record } = await issuerOf({ format, tokens: () => 'TOKEN' }).issue(asked)
    expect(fields).toEqual({ devEui: device.devEui, sku: 'S100' })
    expect(record.extra).toEqual({ sku: 'S100' })
  })
})

describe('crashes', () => {
  test('between reserve and fill: the next one takes over when the lease ends, and knows that it is not the first', async () => {
    const clock = virtualClock()
    const store = memoryStore({ now: () => clock.now() })
    const { tokens, attempts } = counting()
    const dead = { now: () => 0, sleep: () => new Promise<void>(() => undefined) }
    void issuerOf({ store: dying(store), tokens, clock: dead, leaseMs: 1000 }).issue(device)
    await new Promise((resolve) => void setTimeout(resolve, 5))
    expect(attempts).toEqual([1])
    const began = clock.now()
    const issuer = issuerOf({ store, tokens, clock, leaseMs: 1000 })
    const [first, second] = await Promise.all([issuer.issue(device), issuer.issue(device)])
    expect(attempts).toEqual([1, 2])
    expect(first.text).toBe(second.text)
    expect([first.isNew, second.isNew].sort((a, b) => Number(a) - Number(b))).toEqual([false, true])
    expect(clock.now() - began).toBeGreaterThanOrEqual(900)
  })

  test('a holder that outlives its lease and fills late gets the code that stands, and its token is told of', async () => {
    const clock = virtualClock()
    const store = memoryStore({ now: () => clock.now() })
    const { promise: asleep, resolve: wake } = defer()
    const events: OnlineEvent[] = []
    const given: string[] = []
    const late = 'bGF0ZSB0b2tlbiB0aGF0IGxvc2Vz'
    const tokens = Object.assign(() => asleep.then(() => late), {
      giveBack: async (_: object, token: string) => void given.push(token),
    })
    // Its clock stands still, as a process that is not scheduled has it: it renews nothing.
    const dead = { now: () => 0, sleep: () => new Promise<void>(() => undefined) }
    const slow = {
      store,
      clock: dead,
      tokens,
      leaseMs: 50,
      onEvent: (event: OnlineEvent) => void events.push(event),
    }
    const first = issuerOf(slow).issue(device)
    const { text } = await issuerOf({ store, clock, leaseMs: 50 }).issue(device)
    wake()
    expect((await first).text).toBe(text)
    expect((await issuerOf({ store, clock }).issue(device)).text).toBe(text)
    await new Promise((resolve) => void setTimeout(resolve, 5))
    const discarded = { type: 'token-discarded', attempt: 1, reason: 'other-code', isGivenBack: true }
    expect(events).toEqual([{ ...discarded, devEui: device.devEui }])
    expect(given).toEqual([late])
    expect(JSON.stringify(events)).not.toContain(late.slice(0, 6))
  })

  test('a lease is renewed while the token source is at work', async () => {
    const clock = virtualClock()
    const store = memoryStore({ now: () => clock.now() })
    const { tokens, attempts } = counting(() => clock.sleep(20_000))
    const options = { store, clock, tokens, leaseMs: 900 }
    const issued = await Promise.all([issuerOf(options).issue(device), issuerOf(options).issue(device)])
    expect(issued[0].text).toBe(issued[1].text)
    expect(attempts).toEqual([1])
  })

  test('when the lease is lost the source is cancelled, and the other attempt is waited for', async () => {
    const clock = virtualClock()
    const store = memoryStore({ now: () => clock.now() })
    const events: OnlineEvent[] = []
    const { tokens } = counting()
    let attempts = 0
    const stuck: TokenSource = (one, request) => {
      attempts += 1
      return attempts > 1
        ? tokens(one, request)
        : new Promise((_, reject) =>
            request.signal.addEventListener('abort', () => reject(new Error('aborted'))),
          )
    }
    const losing: CodeStore = { ...store, renew: async () => false, changed: undefined }
    const onEvent = (event: OnlineEvent) => void events.push(event)
    const { text } = await issuerOf({ store: losing, clock, tokens: stuck, leaseMs: 300, onEvent }).issue(
      device,
    )
    expect(decode(text, [thingpark])).toMatchObject({ ok: true })
    expect(events).toEqual([{ type: 'lease-lost', devEui: device.devEui, attempt: 1 }])
  })

  test('a fill whose answer was lost is looked up, and is ours', async () => {
    const store = memoryStore()
    const events: OnlineEvent[] = []
    const lossy: CodeStore = {
      ...store,
      fill: async (...args) => {
        await store.fill(...args)
        throw new Error('connection reset')
      },
    }
    const issuer = issuerOf({ store: lossy, onEvent: (event) => void events.push(event) })
    expect(await issuer.issue(device)).toMatchObject({ isNew: true, record: { ownerToken } })
    expect(events).toEqual([])
  })

  test('a token that comes after the deadline is stored if it can be: the next request finds it', async () => {
    const { promise: asleep, resolve: wake } = defer()
    const store = memoryStore()
    const { tokens, attempts } = counting(() => asleep)
    const error = await refusal(issuerOf({ store, tokens }).issue(device, { deadlineMs: 5 }))
    expect(error.issue).toEqual({
      code: 'deadline-exceeded',
      retryable: true,
      waitedFor: 'token-source',
      devEui: device.devEui,
    })
    wake()
    await issuerOf({ store, tokens }).issue(device)
    expect(attempts).toEqual([1])
  })
})

describe('refusals', () => {
  test('a token source that fails costs nothing but the request', async () => {
    let down = true
    const { tokens, attempts } = counting()
    const clock = virtualClock()
    const failing: TokenSource = (...args) => {
      if (down) throw new Error(`POST /factoryDevices 500 {"ownerToken":"${ownerToken}"}`)
      return tokens(...args)
    }
    const issuer = issuerOf({ tokens: failing, clock })
    const error = await refusal(issuer.issue(device))
    expect(error.issue).toEqual({ code: 'token-source-failed', retryable: true, devEui: device.devEui })
    expectNoToken(error)
    down = false
    const before = clock.now()
    await issuer.issue(device)
    expect(attempts).toEqual([2])
    expect(clock.now()).toBe(before)
  })

  test.each([
    ['another JoinEUI', { joinEui: '70B3D57ED0000003' }, 'joinEui'],
    ['no JoinEUI', { joinEui: undefined }, 'joinEui'],
    ['another serial number', { serialNumber: '26W47-00001' }, 'serialNumber'],
    ['a vendor that was not named', { vendorId: 'AABB', vendorProfileId: '0001' }, 'vendorId'],
  ])('%s than the code was issued for is a conflict', async (_, change, field) => {
    const { tokens, attempts } = counting()
    const store = memoryStore()
    await createIssuer({ format: tr005, tokens: () => 'WQ7ZKP0XT3MV', store }).issue(device)
    const error = await refusal(
      createIssuer({ format: tr005, tokens, store }).issue({ ...device, ...change }),
    )
    expect(error.issue).toEqual({ code: 'device-conflict', retryable: false, devEui: device.devEui, field })
    expect(attempts).toEqual([])
  })

  test('of two that contradict each other at once, one gets the code and one the conflict', async () => {
    const { tokens, attempts } = counting(() => new Promise((resolve) => void setTimeout(resolve, 5)))
    const issuer = issuerOf({ tokens })
    const both = await Promise.allSettled([
      issuer.issue(device),
      issuer.issue({ ...device, serialNumber: 'other' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(attempts).toEqual([1])
  })

  test.each<[string, object, object]>([
    ['a broken DevEUI', { devEui: '1E5' }, { code: 'dev-eui-invalid', field: 'devEui' }],
    ['a broken JoinEUI', { joinEui: '70B3' }, { code: 'join-eui-invalid', field: 'joinEui' }],
    ['a token', { ownerToken }, { code: 'owner-token-given', field: 'ownerToken' }],
    [
      'a serial number that the format cannot carry',
      { serialNumber: 'A:B' },
      { code: 'invalid-character', field: 'serialNumber' },
    ],
    [
      'a field that it does not have',
      { extra: { colour: 'red' } },
      { code: 'field-not-carried', field: 'colour' },
    ],
    ['a root key', { extra: { appKey: '00'.repeat(16) } }, { code: 'key-refused' }],
  ])('%s is refused before a token is spent', async (_, change, issue) => {
    const { tokens, attempts } = counting()
    const error = await refusal(issuerOf({ tokens }).issue({ ...device, ...change }))
    expect(error.issue).toMatchObject(issue)
    expectNoToken(error)
    expect(attempts).toEqual([])
  })

  test.each<[string, unknown, object]>([
    ['nothing', undefined, { code: 'token-empty' }],
    ['an empty text', '', { code: 'token-empty' }],
    ['no text', { ownerToken }, { code: 'token-invalid', problem: 'not-text' }],
    ['a token in another form', ownerToken.slice(0, -2), { field: 'ownerToken' }],
  ])('a source that gives %s is refused, and the next attempt is free', async (_, given, issue) => {
    const answers = [given, ownerToken]
    const issuer = issuerOf({ tokens: () => answers.shift() as string, clock: virtualClock() })
    const error = await refusal(issuer.issue(device))
    expect(error.issue).toMatchObject(issue)
    expectNoToken(error)
    expect((await issuer.issue(device)).record.ownerToken).toBe(ownerToken)
  })

  test('a store that fails is named without its words', async () => {
    for (const part of ['reserve', 'fill'] as const) {
      const error = await refusal(issuerOf({ store: { ...memoryStore(), [part]: talkative } }).issue(device))
      expect(error.issue).toEqual({
        code: 'store-failed',
        retryable: true,
        during: part,
        devEui: device.devEui,
      })
      expectNoToken(error)
    }
    const both = issuerOf({ tokens: talkative, store: { ...memoryStore(), release: talkative } })
    expect((await refusal(both.issue(device))).code).toBe('token-source-failed')
  })
})

describe('sources', () => {
  test('recorded tokens are found in any spelling, and missing ones named', async () => {
    const tokens = recordedTokens([
      ['70-B3-D5-7E-D0-0A-00-04', ownerToken],
      ['70B3D57ED00A0004', ownerToken],
    ])
    expect((await issuerOf({ tokens }).issue(device)).record.ownerToken).toBe(ownerToken)
    const error = await refusal(issuerOf({ tokens }).issue({ ...device, devEui: '70B3D57ED00A0005' }))
    expect(error.issue).toEqual({ code: 'token-not-recorded', retryable: false, devEui: '70B3D57ED00A0005' })
  })

  test('records that contradict themselves are refused at once', () => {
    const twice = [
      [device.devEui, ownerToken],
      [device.devEui.toLowerCase(), 'b3RoZXI='],
    ] as const
    expect(() => recordedTokens(twice)).toThrow(ClaimtagError)
    expect(() => recordedTokens([['1E5', ownerToken]])).toThrow(ClaimtagError)
  })

  test.each([
    [0, '', 'base64'],
    [1, '+w==', 'base64'],
    [2, '++8=', 'base64'],
    [3, '++++', 'base64'],
    [4, '-----w', 'base64url'],
  ])('prints %i bytes as RFC 4648 has it', async (bytes, _, form) => {
    const token = await randomTokens((target) => target.fill(0xfb), { bytes, form: form as 'base64' })(
      { devEui: (await issuerOf().issue(device)).record.devEui },
      { attempt: 1, format: thingpark, signal: new AbortController().signal },
    )
    expect(token).toBe(Buffer.alloc(bytes, 0xfb).toString(form as BufferEncoding))
  })

  test.each([
    [4, 4],
    [[1, 8], 8],
    [[20, 32], 20],
    [[1, 128], 16],
  ] as const)('a format that takes %j bytes gets %i random ones', async (span, length) => {
    const fields = [{ name: 'joinEui' }, { name: 'devEui' }, { name: 'serialNumber' }]
    const document = { id: 'acme', title: 'ACME', prefix: 'ACME:', separator: ':' }
    const tokens = randomTokens(getRandom)
    const hex = defineFormat({
      ...document,
      fields: [...fields, { name: 'ownerToken', issued: 'hex', bytes: span }],
    })
    expect((await issuerOf({ tokens, format: hex }).issue(device)).record.ownerToken).toHaveLength(2 * length)
    const plain = defineFormat({ ...document, fields: [...fields, { name: 'ownerToken', bytes: span }] })
    const { record } = await issuerOf({ tokens, format: plain }).issue(device)
    expect(record.ownerToken).toHaveLength(span === 4 ? 4 : Math.max(Math.min(32, span[1]), span[0]))
  })

  test('random tokens take the form that the format declares', async () => {
    const tokens = randomTokens(getRandom)
    const base64 = await issuerOf({ tokens }).issue(device)
    expect(base64.record.ownerToken).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    const text = await issuerOf({ tokens, format: tr005 }).issue(device)
    expect(text.record.ownerToken).toMatch(/^[0-9A-F]{32}$/)
    const lower = await randomTokens(getRandom, { bytes: 8, form: 'hex-lower' })(
      { devEui: text.record.devEui },
      { attempt: 1, format: tr005, signal: new AbortController().signal },
    )
    expect(lower).toMatch(/^[0-9a-f]{16}$/)
    const other = await issuerOf({ tokens }).issue({ ...device, devEui: '70B3D57ED00A0005' })
    expect(other.record.ownerToken).not.toBe(base64.record.ownerToken)
  })
})
