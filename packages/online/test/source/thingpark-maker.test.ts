import { ClaimtagError, thingpark } from '@claimtag/core'
import { createIssuer, memoryStore, retrying } from '@claimtag/online'
import type { OnlineEvent, TokenSource } from '@claimtag/online'
import { thingparkMaker } from '@claimtag/online/thingpark-maker'
import type { MakerFetch } from '@claimtag/online/thingpark-maker'
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../../../../test/virtual-clock.ts'

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
const address = 'https://tp.example/'

interface Asked {
  readonly method: string
  readonly url: string
  readonly body: unknown
  readonly authorization: string | undefined
}

/** A maker API that mints a new token for each POST, as the worst of servers would. */
function server(options: { lose?: (post: number) => boolean; answersToken?: boolean; status?: number } = {}) {
  const { lose = () => false, answersToken = true, status = 200 } = options
  const devices = new Map<string, string>()
  const asked: Asked[] = []
  let posts = 0
  const fetch: MakerFetch = async (url, { method, headers, body }) => {
    const json = body === undefined ? undefined : (JSON.parse(body) as Record<string, string>)
    asked.push({ method, url, body: json, authorization: headers['authorization'] })
    if (headers['authorization'] === 'Bearer old') return { status: 401, text: async () => '{"code":401}' }
    if (status !== 200) return { status, text: async () => `{"message":"${ownerToken}"}` }
    if (method === 'POST') {
      posts += 1
      devices.set(json?.['deviceEUI'] ?? '', Buffer.alloc(16, posts).toString('base64'))
      if (lose(posts)) throw new Error('socket hang up')
    }
    const eui = json?.['deviceEUI'] ?? new URL(url).searchParams.get('deviceEUI') ?? ''
    const token = devices.get(eui)
    const known = {
      deviceEUI: eui.toLowerCase(),
      ...(answersToken || method === 'GET' ? { ownerToken: token } : {}),
    }
    const listed = token === undefined ? [] : [{ deviceEUI: '0'.repeat(16), ownerToken: 'other' }, known]
    return { status, text: async () => JSON.stringify(method === 'GET' ? listed : known) }
  }
  return { fetch, asked, devices }
}

function issuerOf(tokens: TokenSource, onEvent: (event: OnlineEvent) => void = () => undefined) {
  return createIssuer({ format: thingpark, tokens, store: memoryStore(), onEvent })
}

const authorization = () => 'Bearer new'
const renewing = ({ isRefused }: { isRefused: boolean }) => (isRefused ? 'Bearer new' : 'Bearer old')

describe('the maker API of ThingPark', () => {
  test('is given the record, and gives the token', async () => {
    const { fetch, asked, devices } = server()
    const tokens = thingparkMaker({ fetch, authorization, address, hsmGroupId: 'HSM' })
    const { record } = await issuerOf(tokens).issue(device)
    expect(record.ownerToken).toBe(devices.get(device.devEui))
    expect(asked).toEqual([
      {
        method: 'POST',
        url: 'https://tp.example/maker/latest/api/factoryDevices',
        body: { deviceEUI: device.devEui, joinEUI: device.joinEui, hsmGroupId: 'HSM' },
        authorization: 'Bearer new',
      },
    ])
  })

  test('is looked at when its answer holds no token', async () => {
    const { fetch, asked } = server({ answersToken: false })
    await issuerOf(thingparkMaker({ fetch, authorization, address, hsmGroupId: 'HSM' })).issue(device)
    expect(asked.map(({ method, url }) => `${method} ${new URL(url).search}`)).toEqual([
      'POST ',
      `GET ?deviceEUI=${device.devEui}`,
    ])
  })

  test('is looked at first when an answer was lost, so that no second token is minted', async () => {
    const { fetch, asked, devices } = server({ lose: (post) => post === 1 })
    const maker = thingparkMaker({ fetch, authorization, address, hsmGroupId: 'HSM' })
    const clock = virtualClock()
    const { record } = await issuerOf(retrying(maker, { clock })).issue(device)
    expect(record.ownerToken).toBe(devices.get(device.devEui))
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET'])
  })

  test('gets another Authorization once when it did not take the first', async () => {
    const { fetch, asked } = server()
    await issuerOf(thingparkMaker({ fetch, authorization: renewing, address, hsmGroupId: 'HSM' })).issue(
      device,
    )
    expect(asked.map(({ authorization: sent }) => sent)).toEqual(['Bearer old', 'Bearer new'])
    const stubborn = thingparkMaker({ fetch, authorization: () => 'Bearer old', address, hsmGroupId: 'HSM' })
    const refused = issuerOf(stubborn).issue({ ...device, devEui: '70B3D57ED00A0005' })
    await expect(refused).rejects.toMatchObject({ issue: { code: 'token-source-failed' } })
  })

  test.each([302, 400, 403, 500])('whose answer is %i has failed, without its words', async (status) => {
    const { fetch } = server({ status })
    const call = issuerOf(thingparkMaker({ fetch, authorization, address, hsmGroupId: 'HSM' })).issue(device)
    const error = await call.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ClaimtagError)
    expect(JSON.stringify(error)).toContain('token-source-failed')
    expect(JSON.stringify(error)).not.toContain(ownerToken.slice(0, 6))
  })

  test('speaks the dialect that it is told', async () => {
    const asked: unknown[] = []
    const fetch: MakerFetch = async (url, { body }) => {
      asked.push(url, body === undefined ? undefined : JSON.parse(body))
      return { status: 201, text: async () => JSON.stringify({ eui: device.devEui, token: ownerToken }) }
    }
    const dialect = {
      basePath: '/api',
      request: { devEui: 'eui', joinEui: 'app', hsmGroupId: 'hsm' },
      extra: { tkmInfo: { kind: 'a' } },
      answer: { devEui: 'eui', ownerToken: 'token' },
    }
    const tokens = thingparkMaker({ fetch, authorization, address, hsmGroupId: 'HSM', dialect })
    expect((await issuerOf(tokens).issue(device)).record.ownerToken).toBe(ownerToken)
    const body = { tkmInfo: { kind: 'a' }, eui: device.devEui, app: device.joinEui, hsm: 'HSM' }
    expect(asked).toEqual(['https://tp.example/api/factoryDevices', body])
  })

  test('is not asked over plain http', () => {
    const { fetch } = server()
    const plain = { fetch, authorization, address: 'http://tp.example', hsmGroupId: 'HSM' }
    expect(() => thingparkMaker(plain)).toThrow('https')
    expect(() => thingparkMaker({ ...plain, address: 'http://127.0.0.1:8080' })).not.toThrow()
  })

  test('is compared with the store: what differs there is named', async () => {
    const { fetch, devices } = server()
    const issuer = issuerOf(thingparkMaker({ fetch, authorization, address, hsmGroupId: 'HSM' }))
    const euis = [4, 5, 6, 7].map((end) => `70B3D57ED00A000${end}`)
    for (const devEui of euis) await issuer.issue({ ...device, devEui })
    await issuer.revoke(euis[3]!, { reason: 'lost' })
    devices.set(euis[1]!, ownerToken)
    devices.delete(euis[2]!)
    devices.delete(euis[3]!)
    const found = []
    for await (const one of issuer.reconcile()) found.push(one)
    expect(found).toEqual([
      { devEui: euis[1], problem: 'differs' },
      { devEui: euis[2], problem: 'unknown-there' },
    ])
    expect(JSON.stringify(found)).not.toContain(ownerToken.slice(0, 6))
  })

  test('that cannot be looked up cannot be compared', () => {
    expect(() => issuerOf(() => ownerToken).reconcile()).toThrow('tokens')
  })
})

test('300 devices under lost answers, time-outs and 500s hold what the server holds, or are named', async () => {
  let count = 0
  const { fetch, devices } = server()
  /** One answer in seven is lost, one request in seven fails, one is answered too late. */
  const unreliable: MakerFetch = async (url, request) => {
    count += 1
    const fate = (count * 31) % 7
    if (fate === 1) return { status: 500, text: async () => '' }
    const answer = await fetch(url, request)
    if (fate === 2) throw new Error('socket hang up')
    if (fate === 3) return new Promise(() => undefined)
    return answer
  }
  const clock = virtualClock()
  const store = memoryStore({ now: () => clock.now() })
  const maker = thingparkMaker({ fetch: unreliable, authorization, address, hsmGroupId: 'HSM' })
  const tokens = retrying(maker, { clock, tries: 2, openAfter: 1000 })
  const issuer = createIssuer({ format: thingpark, tokens, store, clock, leaseMs: 60_000 })
  const euis = Array.from({ length: 300 }, (_, at) => (at + 1).toString(16).padStart(16, '0').toUpperCase())
  for (let left: readonly string[] = euis; left.length > 0;) {
    const all = await Promise.allSettled(left.map((devEui) => issuer.issue({ ...device, devEui })))
    left = left.filter((_, at) => all[at]?.status === 'rejected')
  }
  const sound = createIssuer({
    format: thingpark,
    tokens: thingparkMaker({ fetch, authorization, address, hsmGroupId: 'HSM' }),
    store,
  })
  const named = new Set<string>()
  for await (const { devEui } of sound.reconcile()) named.add(devEui)
  const held = euis.map(async (devEui) => [devEui, (await sound.find(devEui))?.record.ownerToken] as const)
  const apart = (entries: Iterable<readonly [string, string | undefined]>) =>
    Object.fromEntries([...entries].filter(([devEui]) => !named.has(devEui)))
  expect(apart(await Promise.all(held))).toEqual(apart(devices))
  // The source looks first, so nothing needs to be named here.
  expect(named.size).toBe(0)
})
