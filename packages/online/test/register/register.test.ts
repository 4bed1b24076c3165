import { ClaimtagError, decode, thingpark, tr005 } from '@claimtag/core'
import { createIssuer, memoryStore, randomTokens } from '@claimtag/online'
import type { CodeStore, IssuerOptions, OnlineEvent } from '@claimtag/online'
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../../../test/virtual-clock.ts'

const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00000' }
const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
const torn = { reason: 'label torn', who: 'line 3' }

function issuerOf(options: Partial<IssuerOptions> = {}) {
  return createIssuer({ format: thingpark, tokens, store: memoryStore(), holder: 'backend', ...options })
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    if (error instanceof ClaimtagError) return error.code
    throw error
  }
  return 'nothing was refused'
}

function defer(): { readonly promise: Promise<string>; readonly give: (token: string) => void } {
  let resolve: ((token: string) => void) | undefined
  const promise = new Promise<string>((settle) => (resolve = settle))
  return { promise, give: (token) => resolve?.(token) }
}

async function* stream() {
  yield device
  yield device
  yield { ...device, serialNumber: 'other' }
}

describe('a code', () => {
  test('is found without being issued', async () => {
    const issuer = issuerOf()
    expect(await issuer.find(device.devEui)).toBeUndefined()
    const { text, record } = await issuer.issue(device)
    expect(await issuer.find('70-b3-d5-7e-d0-0a-00-04')).toEqual({
      text,
      record,
      device,
      fields: { ...device, appEui: device.joinEui },
      format: 'thingpark',
      version: 1,
      isNew: false,
      isRevoked: false,
    })
  })

  test('is reissued with a new token, under the next version, and with an entry', async () => {
    const issuer = issuerOf()
    const first = await issuer.issue(device)
    const second = await issuer.reissue({ ...device, serialNumber: '26W47-00001' }, torn)
    expect(second).toMatchObject({ version: 2, isNew: true, record: { serialNumber: '26W47-00001' } })
    expect(second.record.ownerToken).not.toBe(first.record.ownerToken)
    expect(decode(second.text, [thingpark])).toMatchObject({ ok: true, record: second.record })
    expect(await codeOf(issuer.issue(device))).toBe('device-conflict')
    expect(await issuer.issue({ ...device, serialNumber: '26W47-00001' })).toMatchObject({
      text: second.text,
      version: 2,
      isNew: false,
    })
    const [entry] = await issuer.history(device.devEui)
    expect(entry).toMatchObject({ what: 'reissued', who: 'line 3', reason: 'label torn', version: 2 })
    expect(JSON.stringify(entry)).not.toContain(second.record.ownerToken?.slice(0, 6))
  })

  test('is reissued in another format, which the same store refuses otherwise', async () => {
    const store = memoryStore()
    await issuerOf({ store }).issue(device)
    const other = issuerOf({ store, format: tr005 })
    expect(await codeOf(other.issue(device))).toBe('format-conflict')
    await other.reissue(device, torn)
    expect(await other.issue(device)).toMatchObject({ version: 2 })
  })

  test('of ten that reissue at once, one does, and the other tokens are told of', async () => {
    const events: OnlineEvent[] = []
    const store = memoryStore()
    const issuer = issuerOf({ store, onEvent: (event) => void events.push(event) })
    await issuer.issue(device)
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => issuer.reissue(device, torn)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(events).toHaveLength(9)
    expect(new Set(events.map((event) => 'reason' in event && event.reason))).toEqual(new Set(['other-code']))
    expect(await issuer.history(device.devEui)).toHaveLength(1)
  })

  test('that is revoked is not given out, can be looked at, and is followed by a reissued one', async () => {
    const issuer = issuerOf()
    const { text } = await issuer.issue(device)
    await issuer.revoke(device.devEui, torn)
    await issuer.revoke(device.devEui, { reason: 'again' })
    expect(await codeOf(issuer.issue(device))).toBe('code-revoked')
    expect(await issuer.find(device.devEui)).toMatchObject({ text, isRevoked: true, version: 2 })
    expect(await issuer.reissue(device, { reason: 'repaired' })).toMatchObject({ version: 3 })
    expect((await issuer.issue(device)).version).toBe(3)
    const history = await issuer.history(device.devEui)
    expect(history.map(({ what, who, version }) => `${what} ${who} ${version}`)).toEqual([
      'revoked line 3 2',
      'reissued backend 3',
    ])
  })

  test('that is printed again has an entry, and stays the same', async () => {
    const issuer = issuerOf()
    const { text } = await issuer.issue(device)
    await issuer.reprinted(device.devEui, torn)
    expect(await issuer.issue(device)).toMatchObject({ text, version: 1 })
    expect(await issuer.history(device.devEui)).toMatchObject([{ what: 'reprinted', version: 1 }])
  })

  test.each(['reissue', 'revoke', 'reprinted'] as const)(
    'that is not there cannot be changed: %s',
    async (change) => {
      const issuer = issuerOf()
      const call = change === 'reissue' ? issuer.reissue(device, torn) : issuer[change](device.devEui, torn)
      expect(await codeOf(call)).toBe('code-missing')
    },
  )

  test.each([[{ reason: '' }], [{ reason: 'x'.repeat(501) }], [{}], [{ ...torn, who: 5 }]])(
    'is not changed for %j',
    async (options) => {
      const issuer = issuerOf()
      await issuer.issue(device)
      expect(await codeOf(issuer.revoke(device.devEui, options as typeof torn))).toBe('option-invalid')
    },
  )

  test('is not reissued when the token source hangs, and the late token is told of', async () => {
    const store = memoryStore()
    await issuerOf({ store }).issue(device)
    const events: OnlineEvent[] = []
    const { promise: late, give } = defer()
    const slow = issuerOf({ store, tokens: () => late, onEvent: (event) => void events.push(event) })
    expect(await codeOf(slow.reissue(device, { ...torn, deadlineMs: 5 }))).toBe('deadline-exceeded')
    give('bGF0ZSB0b2tlbiB0aGF0IGxvc2Vz')
    await new Promise((resolve) => void setImmediate(resolve))
    expect(events).toMatchObject([{ type: 'token-discarded' }])
    expect(await issuerOf({ store }).issue(device)).toMatchObject({ version: 1 })
  })
})

describe('tokens', () => {
  test('are exported for a Join Server, but those of revoked codes, and leave an entry each', async () => {
    const issuer = issuerOf()
    const issued = await issuer.issue(device)
    await issuer.issue({ ...device, devEui: '70B3D57ED00A0005' })
    await issuer.revoke('70B3D57ED00A0005', torn)
    const exported = []
    for await (const one of issuer.exportTokens({ reason: 'week 47' })) exported.push(one)
    const { devEui, joinEui } = device
    expect(exported).toEqual([{ devEui, joinEui, ownerToken: issued.record.ownerToken }])
    expect(await issuer.history(devEui)).toMatchObject([
      { what: 'exported', who: 'backend', reason: 'week 47' },
    ])
    expect(await issuer.history('70B3D57ED00A0005')).toHaveLength(1)
  })
})

describe('many devices', () => {
  test('are issued in their order, and a refused one ends nothing', async () => {
    const issuer = issuerOf()
    const devices = Array.from({ length: 2500 }, (_, at) =>
      at === 1200 ? { devEui: 'no EUI' } : { ...device, devEui: at.toString(16).padStart(16, '0') },
    )
    const outcomes = []
    for await (const one of issuer.issueMany(devices)) outcomes.push(one)
    expect(outcomes.map(({ index }) => index)).toEqual(devices.map((_, at) => at))
    const refused = outcomes.filter(({ ok }) => !ok)
    expect(refused).toMatchObject([{ index: 1200, issue: { code: 'dev-eui-invalid' } }])
    expect(JSON.stringify(refused)).toContain('The DevEUI is not 16 hex digits.')
  })

  test('are made while the store writes those before them, and stay in order', async () => {
    const memory = memoryStore()
    let onSecond: (() => void) | undefined
    const second = new Promise<void>((resolve) => (onSecond = resolve))
    let calls = 0
    const store: CodeStore = {
      ...memory,
      async insertMany(codes, holder) {
        calls += 1
        // The first chunk is written only when the second one is there.
        if (calls === 2) onSecond?.()
        await second
        return Promise.all(codes.map(async ({ key, code }) => memory.insert?.(key, code, holder)))
      },
    }
    const devices = Array.from({ length: 625 }, (_, at) => ({
      ...device,
      devEui: at.toString(16).padStart(16, '0').toUpperCase(),
    }))
    const found: string[] = []
    for await (const one of issuerOf({ store }).issueMany(devices))
      if (one.ok && one.issued.isNew) found.push(one.issued.record.devEui)
    expect(found).toEqual(devices.map(({ devEui }) => devEui))
    expect(calls).toBeLessThanOrEqual(4)
  })

  test('are asked for one by one where a store has failed for all or for some', async () => {
    const memory = memoryStore()
    const answers: NonNullable<CodeStore['insertMany']>[] = [
      () => Promise.reject(new Error('the connection was lost')),
      async (codes) => codes.map(() => undefined),
      async () => 'nonsense' as never,
      async () => [],
    ]
    for (const [number, insertMany] of answers.entries()) {
      const devices = [1, 2].map((at) => ({ ...device, devEui: `70B3D57ED00A01${number}${at}` }))
      const outcomes = []
      for await (const one of issuerOf({ store: { ...memory, insertMany } }).issueMany(devices))
        outcomes.push(one.ok && one.issued.isNew)
      expect(outcomes).toEqual([true, true])
    }
  })

  test('may come one after the other, and the same one twice', async () => {
    const outcomes = []
    for await (const one of issuerOf().issueMany(stream()))
      outcomes.push(one.ok ? one.issued.text.length : one.issue)
    expect(outcomes[0]).toBe(outcomes[1])
    expect(outcomes[2]).toMatchObject({ code: 'device-conflict' })
  })

  test('are answered one by one to a sender that waits for each answer', async () => {
    const answers: unknown[] = []
    async function* patient() {
      for (let at = 0; at < 3; at += 1) {
        yield { devEui: `70B3D57ED00A001${at}`, joinEui: '70B3D57ED0000002' }
        while (answers.length <= at) await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
    for await (const one of issuerOf().issueMany(patient())) answers.push(one.ok)
    expect(answers).toEqual([true, true, true])
  })

  test('are read no further than is asked for, and what reading throws is thrown', async () => {
    let isClosed = false
    async function* endless() {
      try {
        for (let at = 0; ; at += 1) yield { devEui: at.toString(16).padStart(16, '0') }
      } finally {
        isClosed = true
      }
    }
    for await (const one of issuerOf().issueMany(endless())) if (one.index === 5) break
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(isClosed).toBe(true)
    const seen: boolean[] = []
    const all = async () => {
      for await (const one of issuerOf().issueMany(broken())) seen.push(one.ok)
    }
    await expect(all()).rejects.toThrow('the file ended')
    expect(seen).toEqual([true])
  })
})

async function* broken() {
  yield { devEui: '70B3D57ED00A0010', joinEui: '70B3D57ED0000002' }
  throw new Error('the file ended')
}

test('a source at hand that promises, and fails, is asked alone, and ends nothing else', async () => {
  const issuer = issuerOf({
    tokens: Object.assign(() => Promise.reject(new Error('no token')), { isAtHand: true }),
  })
  const codes: unknown[] = []
  for await (const one of issuer.issueMany([device, { ...device, devEui: '70B3D57ED00A0005' }]))
    codes.push(one.ok ? 'issued' : one.issue.code)
  expect(codes).toEqual(['token-source-failed', 'token-source-failed'])
})

test('many devices of a store that hangs wait no longer than one', async () => {
  const clock = virtualClock()
  const store = { ...memoryStore(), insert: () => new Promise<never>(() => {}) }
  const issuer = issuerOf({ store, clock })
  const start = clock.now()
  const codes: unknown[] = []
  for await (const one of issuer.issueMany([device], { deadlineMs: 1000 }))
    codes.push(one.ok ? 'issued' : one.issue.code)
  expect(codes).toEqual(['deadline-exceeded'])
  expect(clock.now() - start).toBeLessThan(1100)
})
