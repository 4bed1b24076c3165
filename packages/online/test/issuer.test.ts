import { ClaimtagError, decode, defineFormat, devEuiOnly, thingpark, tr005 } from '@claimtag/core'
import type { LabelFields } from '@claimtag/core'
import { createIssuer, memoryStore, random, recorded } from '@claimtag/online'
import type { Clock, CodeStore, IssuerOptions, TokenSource } from '@claimtag/online'
import { describe, expect, test } from 'vitest'

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

function issuerOf(options: Partial<IssuerOptions<undefined>> = {}) {
  return createIssuer({ format: thingpark, tokens: () => ownerToken, store: memoryStore(), ...options })
}

/** A clock that goes on when somebody sleeps. */
function turning(): Clock & { readonly sleeps: number[] } {
  let time = 1_000_000
  const sleeps: number[] = []
  return {
    sleeps,
    now: () => time,
    async sleep(milliseconds) {
      sleeps.push(milliseconds)
      time += milliseconds
      await Promise.resolve()
    },
  }
}

/** A store whose process dies at `fill`, and which another process then opens. */
function dying(store: CodeStore): CodeStore {
  return { ...store, fill: () => new Promise(() => undefined), release: () => new Promise(() => undefined) }
}

function ownWords(_: string, fields: LabelFields): string {
  return `${fields['sku']} ${fields['proprietary']}`
}

function talkative(): never {
  throw new Error(`Failing row contains (${ownerToken})`)
}

function getRandom(bytes: Uint8Array<ArrayBuffer>): unknown {
  return crypto.getRandomValues(bytes)
}

function defer(): { readonly promise: Promise<void>; readonly resolve: () => void } {
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
    const { record, text, label } = await issuerOf().issue(device)
    expect(record).toMatchObject({ ...device, ownerToken })
    expect(decode(text, [thingpark])).toMatchObject({ ok: true, record })
    expect(label).toBeUndefined()
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
    expect(again).toEqual(first)
    expect(attempts).toEqual([1])
  })

  test('asked fifty times at once, by ten issuers on one store, there is one code and one token', async () => {
    const { tokens, attempts } = counting(() => new Promise((resolve) => void setTimeout(resolve, 30)))
    const store = memoryStore()
    const issuers = Array.from({ length: 10 }, () => issuerOf({ tokens, store, pollMs: 5 }))
    const issued = await Promise.all(Array.from({ length: 50 }, (_, i) => issuers[i % 10]!.issue(device)))
    expect(new Set(issued.map((one) => one.text)).size).toBe(1)
    expect(attempts).toEqual([1])
  })

  test('devices do not wait for each other', async () => {
    const { tokens, attempts } = counting(() => new Promise((resolve) => void setTimeout(resolve, 30)))
    const clock = turning()
    const issuer = issuerOf({ tokens, clock })
    const devices = Array.from({ length: 20 }, (_, i) => ({
      ...device,
      devEui: `70B3D57ED00B00${String(i).padStart(2, '0')}`,
    }))
    const issued = await Promise.all(devices.map((one) => issuer.issue(one)))
    expect(new Set(issued.map(({ text }) => text)).size).toBe(20)
    expect(attempts).toHaveLength(20)
    expect(clock.sleeps).toEqual([])
  })

  test('a code outlives a change of format', async () => {
    const store = memoryStore()
    const { text } = await issuerOf({ store }).issue(device)
    for (const format of [tr005, devEuiOnly]) {
      expect((await issuerOf({ store, format, tokens: () => 'SECONDTOKEN' }).issue(device)).text).toBe(text)
    }
  })

  test('draws the label of the code, and shows it no token', async () => {
    const seen: unknown[] = []
    const issuer = createIssuer({
      format: thingpark,
      tokens: () => ownerToken,
      store: memoryStore(),
      label: async (text, fields) => {
        seen.push(fields)
        return `<svg>${text.length}</svg>`
      },
    })
    const { text, label } = await issuer.issue(device)
    expect(label.toUpperCase()).toBe(`<SVG>${text.length}</SVG>`)
    expect(seen[0]).toMatchObject({
      devEui: device.devEui,
      appEui: device.joinEui,
      serialNumber: device.serialNumber,
    })
    expect(JSON.stringify(seen)).not.toContain(ownerToken.slice(0, 6))
  })

  test("a label may say what a batch's label may: the proprietary text and the format's own fields, too", async () => {
    const format = defineFormat({
      id: 'acme',
      title: 'ACME',
      prefix: 'ACME:',
      separator: ':',
      fields: [
        { name: 'devEui' },
        { name: 'ownerToken' },
        { name: 'sku', tag: 'K' },
        { name: 'proprietary', tag: 'P' },
      ],
    })
    const issuer = createIssuer({ format, tokens: () => ownerToken, store: memoryStore(), label: ownWords })
    const issued = await issuer.issue({
      devEui: device.devEui,
      proprietary: 'REVB',
      extra: { sku: 'S100' },
    })
    expect(issued.label).toBe('S100 REVB')
  })
})

describe('crashes', () => {
  test('between reserve and fill: the next one takes over when the lease ends, and knows that it is not the first', async () => {
    const store = memoryStore()
    const clock = turning()
    const { tokens, attempts } = counting()
    void issuerOf({ store: dying(store), tokens, clock, leaseMs: 1000 }).issue(device)
    await new Promise((resolve) => void setTimeout(resolve, 5))
    expect(attempts).toEqual([1])
    const issuer = issuerOf({ store, tokens, clock, leaseMs: 1000, pollMs: 100 })
    const [first, second] = await Promise.all([issuer.issue(device), issuer.issue(device)])
    expect(attempts).toEqual([1, 2])
    expect(first).toEqual(second)
    expect(clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(1000)
  })

  test('a holder that outlives its lease and fills late gets the code that stands', async () => {
    const store = memoryStore()
    const clock = turning()
    const { promise: asleep, resolve: wake } = defer()
    const late = issuerOf({
      store,
      clock,
      leaseMs: 50,
      tokens: () => asleep.then(() => 'bGF0ZSB0b2tlbiB0aGF0IGxvc2Vz'),
    }).issue(device)
    const { text } = await issuerOf({ store, clock, leaseMs: 50 }).issue(device)
    wake()
    expect((await late).text).toBe(text)
    expect((await issuerOf({ store, clock }).issue(device)).text).toBe(text)
  })

  test('a late release does not end the reservation of whoever took over', async () => {
    const store = memoryStore()
    const devEui = (await issuerOf({ store }).issue({ ...device, devEui: '70B3D57ED00A0009' })).record.devEui
    const other = memoryStore()
    expect(await other.reserve(devEui, { now: 0, until: 10 })).toEqual({ status: 'reserved', attempt: 1 })
    expect(await other.reserve(devEui, { now: 10, until: 20 })).toEqual({ status: 'reserved', attempt: 2 })
    await other.release(devEui, 1)
    expect(await other.reserve(devEui, { now: 11, until: 21 })).toEqual({ status: 'taken', until: 20 })
    await other.release(devEui, 2)
    expect(await other.reserve(devEui, { now: 11, until: 21 })).toEqual({ status: 'reserved', attempt: 3 })
  })
})

describe('refusals', () => {
  test('a token source that fails costs nothing but the request', async () => {
    let down = true
    const { tokens, attempts } = counting()
    const clock = turning()
    const failing: TokenSource = (...args) => {
      if (down) throw new Error(`POST /factoryDevices 500 {"ownerToken":"${ownerToken}"}`)
      return tokens(...args)
    }
    const issuer = issuerOf({ tokens: failing, clock })
    const error = await refusal(issuer.issue(device))
    expect(error.issue).toEqual({ code: 'token-source-failed', retryable: true, devEui: device.devEui })
    expectNoToken(error)
    down = false
    await issuer.issue(device)
    expect(attempts).toEqual([2])
    expect(clock.sleeps).toEqual([])
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
    ['no text', { ownerToken }, { code: 'token-empty' }],
    ['a token in another form', ownerToken.slice(0, -2), { field: 'ownerToken' }],
  ])('a source that gives %s is refused, and the next attempt is free', async (_, given, issue) => {
    const answers = [given, ownerToken]
    const issuer = issuerOf({ tokens: () => answers.shift() as string, clock: turning() })
    const error = await refusal(issuer.issue(device))
    expect(error.issue).toMatchObject(issue)
    expectNoToken(error)
    expect((await issuer.issue(device)).record.ownerToken).toBe(ownerToken)
  })

  test('a store that fails is named without its words', async () => {
    for (const part of ['reserve', 'fill'] as const) {
      const error = await refusal(issuerOf({ store: { ...memoryStore(), [part]: talkative } }).issue(device))
      expect(error.issue).toEqual({ code: 'store-failed', retryable: true, devEui: device.devEui })
      expectNoToken(error)
    }
    const both = issuerOf({ tokens: talkative, store: { ...memoryStore(), release: talkative } })
    expect((await refusal(both.issue(device))).code).toBe('token-source-failed')
  })

  test('a renderer that fails leaves the code issued', async () => {
    const store = memoryStore()
    const options = { format: thingpark, tokens: () => ownerToken, store }
    const error = await refusal(createIssuer({ ...options, label: talkative }).issue(device))
    expect(error.code).toBe('label-failed')
    expectNoToken(error)
    expect((await createIssuer({ ...options, tokens: () => 'x' }).issue(device)).record.ownerToken).toBe(
      ownerToken,
    )
  })
})

describe('sources', () => {
  test('recorded tokens are found in any spelling, and missing ones named', async () => {
    const tokens = recorded([
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
    expect(() => recorded(twice)).toThrow(ClaimtagError)
    expect(() => recorded([['1E5', ownerToken]])).toThrow(ClaimtagError)
  })

  test.each([
    [0, '', 'base64'],
    [1, '+w==', 'base64'],
    [2, '++8=', 'base64'],
    [3, '++++', 'base64'],
    [4, '-----w', 'base64url'],
  ])('prints %i bytes as RFC 4648 has it', async (bytes, _, form) => {
    const token = await random((target) => target.fill(0xfb), { bytes, form: form as 'base64' })(
      { devEui: (await issuerOf().issue(device)).record.devEui },
      { attempt: 1, format: thingpark },
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
    const tokens = random(getRandom)
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
    const tokens = random(getRandom)
    const base64 = await issuerOf({ tokens }).issue(device)
    expect(base64.record.ownerToken).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    const text = await issuerOf({ tokens, format: tr005 }).issue(device)
    expect(text.record.ownerToken).toMatch(/^[0-9A-F]{32}$/)
    const lower = await random(getRandom, { bytes: 8, form: 'hex-lower' })(
      { devEui: text.record.devEui },
      { attempt: 1, format: tr005 },
    )
    expect(lower).toMatch(/^[0-9a-f]{16}$/)
    const other = await issuerOf({ tokens }).issue({ ...device, devEui: '70B3D57ED00A0005' })
    expect(other.record.ownerToken).not.toBe(base64.record.ownerToken)
  })
})
