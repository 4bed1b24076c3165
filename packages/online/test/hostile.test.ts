import { ClaimtagError, thingpark } from '@claimtag/core'
import { createIssuer, memoryStore, plaintext, randomTokens } from '@claimtag/online'
import type {
  CodeStore,
  DeviceToIssue,
  IssuerOptions,
  OnlineIssue,
  StoredCode,
  WaitOptions,
} from '@claimtag/online'
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../../test/virtual-clock.ts'

// The worst stores, token sources, sealers and callers: every answer is bounded in time and number of calls, and has
// a code.

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
/** A source that is asked under a lease, as one over a network is. */
const leased = async (): Promise<string> => ownerToken

/** The issue with which a request is refused. Fails when the error has no code, or when there is a value. */
async function issueOf(options: Partial<IssuerOptions>, ...given: readonly unknown[]): Promise<OnlineIssue> {
  const [asked, wait] = given.length === 0 ? [device] : given
  const issuer = createIssuer({ format: thingpark, tokens: leased, store: memoryStore(), ...options })
  try {
    await issuer.issue(asked as DeviceToIssue, wait as WaitOptions | undefined)
  } catch (error) {
    if (!(error instanceof ClaimtagError)) throw error
    expectSilent(error)
    return error.issue as never
  }
  throw new Error('nothing was refused')
}

function expectSilent(error: Error): void {
  const said = [String(error), error.stack, JSON.stringify(error), String(error.cause)].join('\n')
  const windows = Array.from({ length: ownerToken.length - 5 }, (_, at) => ownerToken.slice(at, at + 6))
  expect(windows.filter((window) => said.includes(window))).toEqual([])
  expect(error.message).not.toMatch(/undefined(?!\.$)/)
}

/** Gives the same answer each time, but only so many times: a busy loop would never yield to a timeout. */
function always(answer: unknown): () => Promise<never> {
  let calls = 0
  return async () => {
    calls += 1
    if (calls > 300) throw new Error('asked without end')
    return answer as never
  }
}

function storeThat(answers: Partial<Record<keyof CodeStore, unknown>>): CodeStore {
  const methods = Object.entries(answers).map(([name, answer]) => [name, always(answer)])
  return { ...memoryStore(), insert: undefined, changed: undefined, ...Object.fromEntries(methods) } as never
}

const never = new Promise<never>(() => undefined)
const sound: StoredCode = {
  device: device as never,
  format: 'thingpark',
  version: 1,
  status: 'issued',
  keyId: '',
  sealed: new Uint8Array(8),
}
const trap = {
  calls: 0,
  // oxlint-disable-next-line unicorn/no-thenable
  then(resolve: (value: unknown) => void) {
    trap.calls += 1
    if (trap.calls > 100) throw new Error('unwrapped without end')
    resolve(trap)
  },
}
const throwing = {
  get status(): never {
    throw new Error(`row (${ownerToken})`)
  },
}

describe('a store', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'the answer'],
    ['undefined', undefined, 'the answer'],
    ['a text', 'reserved', 'the answer'],
    ['an unknown status', { status: 'filled' }, 'status'],
    ['no status', {}, 'status'],
    ['a reservation without attempt', { status: 'reserved' }, 'attempt'],
    ['attempt 0', { status: 'reserved', attempt: 0 }, 'attempt'],
    ['attempt NaN', { status: 'reserved', attempt: Number.NaN }, 'attempt'],
    ['an attempt as text', { status: 'reserved', attempt: '1' }, 'attempt'],
    ['a time that is not one', { status: 'taken', leftMs: Number.NaN }, 'leftMs'],
    ['a time below 0', { status: 'taken', leftMs: -1 }, 'leftMs'],
    ['issued without a code', { status: 'issued' }, 'code'],
    ['an empty code', { status: 'issued', code: {} }, 'code.device'],
    [
      'the code of another device',
      { status: 'issued', code: { ...sound, device: { ...device, devEui: '70B3D57ED00A0005' } } },
      'code.device.devEui',
    ],
    [
      'a device with null in it',
      { status: 'issued', code: { ...sound, device: { ...device, extra: null } } },
      'code.device',
    ],
    ['a version that is text', { status: 'issued', code: { ...sound, version: '1' } }, 'code.version'],
    ['bytes that are text', { status: 'issued', code: { ...sound, sealed: 'abc' } }, 'code.sealed'],
    [
      'bytes without end',
      { status: 'issued', code: { ...sound, sealed: new Uint8Array(1 << 20) } },
      'code.sealed',
    ],
    ['an unknown state', { status: 'issued', code: { ...sound, status: 'lost' } }, 'code.status'],
    ['a format that is none', { status: 'issued', code: { ...sound, format: null } }, 'code.format'],
    ['a tag that is none', { status: 'issued', code: { ...sound, tag: 'x' } }, 'code.tag'],
  ])('that reserves %s is named', async (_, answer, field) => {
    expect(await issueOf({ store: storeThat({ reserve: answer }) })).toEqual({
      code: 'store-answer-invalid',
      retryable: false,
      during: 'reserve',
      devEui: device.devEui,
      field,
    })
  })

  test('whose sealed part is none is named as such', async () => {
    for (const sealed of [new Uint8Array(8), new TextEncoder().encode('{"record":null,"text":1}')]) {
      const store = storeThat({ reserve: { status: 'issued', code: { ...sound, sealed } } })
      expect(await issueOf({ store })).toMatchObject({ code: 'unseal-failed', devEui: device.devEui })
    }
  })

  test.each<[string, unknown, string]>([
    ['null', null, 'the answer'],
    ['nothing that is ours or not', {}, 'isOurs'],
    ['a code of nobody', { isOurs: false, code: null }, 'code'],
  ])('that fills %s is named', async (_, answer, field) => {
    const store = storeThat({ fill: answer, find: undefined })
    expect(await issueOf({ store })).toMatchObject({ code: 'store-answer-invalid', during: 'fill', field })
  })

  test.each<[string, unknown]>([
    ['never answers', () => never],
    ['gives a then that never settles', () => new Proxy({}, { get: () => () => undefined })],
  ])('that %s does not hold the caller', async (_, call) => {
    for (const operation of ['reserve', 'fill'] as const) {
      const store = { ...memoryStore(), insert: undefined, [operation]: call } as never
      const issue = await issueOf({ store, clock: virtualClock() })
      expect(issue).toMatchObject({ code: 'deadline-exceeded', waitedFor: 'store', retryable: true })
    }
  })

  test('that gives out itself as a promise is unwrapped once', async () => {
    trap.calls = 0
    const store = { ...memoryStore(), insert: undefined, reserve: () => trap } as never
    expect(await issueOf({ store })).toMatchObject({ code: 'store-answer-invalid', field: 'status' })
    expect(trap.calls).toBe(1)
  })

  test.each<[string, unknown]>([
    ['a getter that throws', () => Promise.resolve(throwing)],
    ['a then that throws', () => new Proxy({}, { get: () => throwing.status })],
    ['an error with the row in it', () => Promise.reject(new Error(`row (${ownerToken})`))],
    ['null as an error', () => Promise.reject(null)],
    [
      'an error that throws when it is looked at',
      () => Promise.reject(new Proxy({}, { getPrototypeOf: () => throwing.status })),
    ],
    ['nothing, since it has no such operation', undefined],
  ])('that gives %s has failed', async (_, call) => {
    const store = { ...memoryStore(), insert: undefined, reserve: call } as never
    expect(await issueOf({ store })).toEqual({
      code: 'store-failed',
      retryable: true,
      during: 'reserve',
      devEui: device.devEui,
    })
  })

  test('that is busy for ever is asked now and then, until the deadline', async () => {
    const clock = virtualClock()
    const began = clock.now()
    const store = storeThat({ reserve: { status: 'taken', leftMs: 0 } })
    const issue = await issueOf({ store, clock }, device, { deadlineMs: 2000 })
    expect(issue).toMatchObject({ code: 'deadline-exceeded', waitedFor: 'other-attempt' })
    expect(clock.now() - began).toBe(2000)
  })

  test('that says at once and always that something changed does not keep the event loop', async () => {
    let turns = 0
    const timer = setInterval(() => void (turns += 1), 5)
    const store = {
      ...storeThat({ reserve: { status: 'taken', leftMs: 1000 } }),
      changed: async () => undefined,
    }
    const issue = await issueOf({ store }, device, { deadlineMs: 300 })
    clearInterval(timer)
    expect(issue).toMatchObject({ code: 'deadline-exceeded' })
    expect(turns).toBeGreaterThan(5)
  })

  test('that reserves again and again and takes no code does not keep the event loop', async () => {
    const store = storeThat({ reserve: { status: 'reserved', attempt: 1 }, fill: { isOurs: false } })
    const issue = await issueOf({ store, clock: virtualClock() }, device, { deadlineMs: 5000 })
    expect(issue).toMatchObject({ code: 'deadline-exceeded', waitedFor: 'other-attempt' })
  })

  test('whose insert gives nothing is named', async () => {
    for (const answer of [null, { isOurs: false }, { status: 'taken' }, { status: 'reserved' }]) {
      const store = { ...memoryStore(), insert: always(answer) }
      expect(await issueOf({ store, tokens })).toMatchObject({
        code: 'store-answer-invalid',
        during: 'insert',
      })
    }
  })
})

describe('a token source', () => {
  test('that never settles does not hold the caller', async () => {
    const issue = await issueOf({ tokens: () => never, clock: virtualClock() })
    expect(issue).toMatchObject({ code: 'deadline-exceeded', waitedFor: 'token-source' })
  })

  test('is cancelled with its caller', async () => {
    const controller = new AbortController()
    let isAborted = false
    const waiting = issueOf(
      {
        tokens: (_, { signal }) =>
          new Promise((__, reject) => {
            signal.addEventListener('abort', () => reject(new Error(String((isAborted = true)))))
            controller.abort()
          }),
      },
      device,
      { signal: controller.signal },
    )
    expect(await waiting).toMatchObject({ code: 'cancelled', waitedFor: 'token-source' })
    expect(isAborted).toBe(true)
  })

  test.each<[string, unknown, string]>([
    ['null', null, 'token-empty'],
    ['a number', 5, 'token-invalid'],
    ['an object with toString', { toString: () => ownerToken }, 'token-invalid'],
    ['a String object', Object(ownerToken), 'token-invalid'],
    ['a token without end', 'A'.repeat(1 << 24), 'token-invalid'],
    ['itself as a promise', trap, 'token-invalid'],
  ])('that gives %s is refused', async (_, given, code) => {
    trap.calls = 0
    expect(await issueOf({ tokens: () => given as string })).toMatchObject({ code })
  })
})

describe('a caller', () => {
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()
  test.each<[string, unknown, object]>([
    ['null', null, { code: 'device-invalid', given: 'null' }],
    ['undefined', undefined, { code: 'device-invalid', given: 'undefined' }],
    ['a list', [device], { code: 'device-invalid', given: 'an array' }],
    ['a text', device.devEui, { code: 'device-invalid', given: 'a string' }],
    [
      'extra null',
      { ...device, extra: null },
      { code: 'device-member-invalid', field: 'extra', problem: 'not-an-object' },
    ],
    [
      'an extra value null',
      { ...device, extra: { sku: null } },
      { code: 'device-member-invalid', field: 'extra.sku', problem: 'not-text' },
    ],
    [
      'devEui null',
      { ...device, devEui: null },
      { code: 'device-member-invalid', field: 'devEui', problem: 'not-text' },
    ],
    [
      'joinEui null',
      { ...device, joinEui: null },
      { code: 'device-member-invalid', field: 'joinEui', problem: 'not-text' },
    ],
    [
      'a serial number 5',
      { ...device, serialNumber: 5 },
      { code: 'device-member-invalid', field: 'serialNumber', problem: 'not-text' },
    ],
    [
      'columns as a list',
      { ...device, columns: ['a'] },
      { code: 'device-member-invalid', field: 'columns', problem: 'not-an-object' },
    ],
    [
      'a text without end',
      { ...device, proprietary: 'A'.repeat(1 << 20) },
      { code: 'device-member-invalid', field: 'proprietary', problem: 'too-long' },
    ],
    [
      'members without end',
      { ...device, columns: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`c${i}`, 'x'])) },
      { code: 'device-member-invalid', field: 'columns', problem: 'too-many' },
    ],
    [
      'a getter that throws',
      {
        ...device,
        get serialNumber() {
          throw new Error(ownerToken)
        },
      },
      { code: 'device-member-invalid', field: 'serialNumber', problem: 'unreadable' },
    ],
    ['a revoked proxy', revoked, { code: 'device-member-invalid', field: 'device', problem: 'unreadable' }],
    [
      'serial',
      { ...device, serial: '1' },
      { code: 'device-member-unknown', field: 'serial', nearest: 'serialNumber' },
    ],
    [
      'devEUI',
      { ...device, devEUI: '1' },
      { code: 'device-member-unknown', field: 'devEUI', nearest: 'devEui' },
    ],
    [
      'vendor_id',
      { ...device, vendor_id: '1' },
      { code: 'device-member-unknown', field: 'vendor_id', nearest: 'vendorId' },
    ],
    ['a colour', { ...device, colour: 'red' }, { code: 'device-member-unknown', field: 'colour' }],
    [
      '__proto__ of its own',
      JSON.parse(`{"devEui":"${device.devEui}","__proto__":{"a":"b"}}`),
      { code: 'device-member-unknown' },
    ],
    ['its token as a name', { ...device, [ownerToken]: 'x' }, { code: 'device-member-unknown' }],
    [
      'a token under another name',
      { ...device, claimCode: ownerToken },
      { code: 'owner-token-given', field: 'claimCode' },
    ],
    [
      'a token among the columns',
      { ...device, columns: { ownerToken } },
      { code: 'owner-token-given', field: 'columns.ownerToken' },
    ],
    ['an AppKey', { ...device, appKey: '00'.repeat(16) }, { code: 'key-refused', field: 'appKey' }],
    [
      'two JoinEUIs',
      { ...device, appEui: '70B3D57ED0000003' },
      { code: 'device-member-invalid', field: 'joinEui', problem: 'twice' },
    ],
  ])('that asks with %s is refused', async (_, asked, issue) => {
    expect(await issueOf({}, asked)).toEqual({ retryable: false, ...issue })
  })

  test('may call the JoinEUI an AppEUI, leave a field undefined, and bring an empty token', async () => {
    const issuer = createIssuer({ format: thingpark, tokens, store: memoryStore() })
    const asked = { devEui: device.devEui, appEui: device.joinEui, serialNumber: undefined, ownerToken: '' }
    expect((await issuer.issue(asked)).record).toMatchObject(device)
  })

  test.each([
    [{ deadlineMs: 0 }, 'deadlineMs'],
    [{ deadlineMs: Number.NaN }, 'deadlineMs'],
    [{ deadlineMs: '5' }, 'deadlineMs'],
    [{ signal: {} }, 'signal'],
    [{ signal: null }, 'signal'],
  ])('that waits with %j is told', async (wait, option) => {
    expect(await issueOf({}, device, wait)).toMatchObject({ code: 'option-invalid', option })
  })

  test('that has cancelled already is told so', async () => {
    expect(await issueOf({}, device, { signal: AbortSignal.abort() })).toMatchObject({ code: 'cancelled' })
  })

  test.each([
    [{ leaseMs: 0 }, 'leaseMs'],
    [{ leaseMs: Infinity }, 'leaseMs'],
    [{ tokens: 'abc' }, 'tokens'],
    [{ store: null }, 'store'],
    [{ realm: 5 }, 'realm'],
    [{ store: { ...memoryStore(), isDurable: true } }, 'sealer'],
  ])('that makes an issuer with %j is told', async (options, option) => {
    const make = () =>
      createIssuer({
        format: thingpark,
        tokens,
        store: memoryStore(),
        ...(options as Partial<IssuerOptions>),
      })
    expect(make).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'option-invalid', option }) }),
    )
  })
})

describe('a sealer', () => {
  test.each<[string, object]>([
    ['throws', { seal: () => Promise.reject(new Error(ownerToken)) }],
    ['gives nothing', { seal: async () => undefined }],
    ['gives text', { seal: async () => ({ keyId: 'a', sealed: 'abc' }) }],
    ['gives no tag', { tag: async () => undefined }],
  ])('that %s has failed, and the next request is free', async (_, broken) => {
    const store = memoryStore()
    expect(await issueOf({ store, sealer: { ...plaintext, ...broken } })).toMatchObject({
      code: 'seal-failed',
      retryable: true,
    })
    expect(await createIssuer({ format: thingpark, tokens, store }).issue(device)).toMatchObject({
      isNew: true,
    })
  })

  test('that never answers does not hold the caller', async () => {
    const sealer = { ...plaintext, seal: () => never }
    expect(await issueOf({ sealer, clock: virtualClock() })).toMatchObject({
      code: 'deadline-exceeded',
      waitedFor: 'sealer',
    })
  })

  test('that cannot open what stands says so', async () => {
    const store = memoryStore()
    await createIssuer({ format: thingpark, tokens, store }).issue(device)
    const sealer = { ...plaintext, open: () => Promise.reject(new Error(ownerToken)) }
    expect(await issueOf({ store, sealer })).toEqual({
      code: 'unseal-failed',
      retryable: false,
      devEui: device.devEui,
    })
  })
})

test('a listener that throws changes nothing', async () => {
  const store = { ...storeThat({}), renew: async () => false } as never
  const issuer = createIssuer({ format: thingpark, tokens: leased, store, onEvent: talkative })
  expect(await issuer.issue(device)).toMatchObject({ isNew: true })
})

function talkative(): never {
  throw new Error(ownerToken)
}
