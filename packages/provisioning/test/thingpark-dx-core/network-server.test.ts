import { thingparkDxCore, thingparkDxCoreClaim } from '@claimtag/provisioning/thingpark-dx-core'
import { describe, expect, test } from 'vitest'
import { device, devEui, joinEui, profiles, server } from '../connectors/server.ts'

const root = 'https://tp.example/core/latest/api'
const ownerToken = 'a+b/c=='
const entry = { ref: 12, name: 'meter', EUI: devEui, applicationEUI: joinEui, ...profiles, more: null }
const found = { device: '12', name: 'meter', joinEui, ...profiles }

test('lists come whole, with two words for the default and two numbers for what is left', async () => {
  const many = Array.from({ length: 100 }, (_, at) => ({ id: at, name: null, default: at === 3 }))
  const made = server({ body: many })
  const routes = await thingparkDxCore(made.options).routingProfiles()
  expect(routes.ok && routes.value).toHaveLength(100)
  expect(routes.ok && routes.value.filter(({ isDefault }) => isDefault)).toEqual([
    { id: '3', name: '', isDefault: true },
  ])
  expect(made.asked).toEqual([{ method: 'GET', url: `${root}/routingProfiles`, body: undefined }])
  const counted = [
    { id: 'p', name: 'P', isDefault: true, grantedConnections: 10, usedConnections: 7 },
    { id: 'q' },
  ]
  const plans = thingparkDxCore(server({ body: counted }).options)
  expect(await plans.connectivityPlans()).toMatchObject({
    value: [{ freeSlots: 3 }, { id: 'q', isDefault: false }],
  })
  expect(await plans.capacity?.('p')).toEqual({ ok: true, value: 3 })
  expect(await plans.capacity?.('q')).toEqual({ ok: true, value: undefined })
  expect(await thingparkDxCore(server({ body: { no: 'list' } }).options).deviceProfiles()).toMatchObject({
    fault: { code: 'unintelligible' },
  })
})

test('makes a device, finds it page by page, and removes it', async () => {
  const made = server({ status: 201, body: { ref: 12, EUI: devEui } })
  expect(await thingparkDxCore(made.options).provision(device)).toEqual({ ok: true, value: { device: '12' } })
  const body = { name: 'meter', EUI: devEui, activationType: 'OTAA', applicationEUI: joinEui, ...profiles }
  expect(made.asked).toEqual([{ method: 'POST', url: `${root}/devices`, body }])

  const others = Array.from({ length: 100 }, (_, at) => ({ EUI: String(at), ref: at }))
  const paged = server({ body: others }, { body: [entry] }, { status: 204 })
  const connected = thingparkDxCore(paged.options)
  expect(await connected.find?.(devEui)).toEqual({ ok: true, value: found })
  expect(await connected.remove?.({ devEui, device: '12' })).toEqual({ ok: true, value: undefined })
  expect(paged.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `GET ${root}/devices?deviceEUI=${devEui}&pageIndex=1`,
    `GET ${root}/devices?deviceEUI=${devEui}&pageIndex=2`,
    `DELETE ${root}/devices/12`,
  ])
  expect(await thingparkDxCore(server({ body: [] }).options).remove?.({ devEui })).toMatchObject({
    fault: { code: 'not-found' },
  })
})

test.each([
  [
    {
      status: 429,
      body: { transactionId: 'x', status: 429, name: 'QuotaViolation' },
      headers: { 'quota-reset-utc': '2026-11-27 10:00:30', date: 'Fri, 27 Nov 2026 10:00:00 GMT' },
    },
    { code: 'rate-limited', retryAfterSeconds: 30 },
  ],
  [
    { status: 400, body: { code: 4001, message: 'Device already exists', errorId: 'e' } },
    { code: 'conflict' },
  ],
  [{ status: 400, body: { code: 4002, message: 'Invalid deviceProfileId' } }, { code: 'rejected' }],
  [{ status: 504 }, { code: 'server-failed', uncertain: true, retryable: true }],
])('%j is told as what it is', async (answer, fault) => {
  expect(await thingparkDxCore(server(answer).options).provision(device)).toMatchObject({ ok: false, fault })
})

/** The one call, over a Join Server that says what it was asked. */
function connect(made: ReturnType<typeof server>, calls: string[] = []) {
  return thingparkDxCoreClaim({
    ...made.options,
    jsProfile: 'js prod',
    jsSubscriberRef: '42',
    joinServer: {
      createAsTransportKey: async () => (
        calls.push('key'),
        { ok: true, value: { id: '7', encryptedKey: 'k' } }
      ),
      claim: async () => (calls.push('claim'), { ok: true, value: { device: 'x' } }),
      provision: async () => (calls.push('provision'), { ok: true, value: undefined }),
    },
  })
}

describe('the one call that creates and claims', () => {
  const planned = { name: 'meter', ...profiles, asTransportKeyId: '7', homeNetId: '000002' }
  const request = { devEui, joinEui, ownerToken, planned }

  test('is the claim; all else stays with the Join Server', async () => {
    const calls: string[] = []
    const made = server({ status: 201, body: { ref: 12 } })
    const { joinServer } = connect(made, calls)
    expect(await joinServer.claim(request)).toEqual({ ok: true, value: { device: devEui } })
    expect(calls).toEqual([])
    await joinServer.createAsTransportKey({ publicKey: 'PEM' })
    expect(calls).toEqual(['key'])
    expect(Object.keys(joinServer)).toEqual(['createAsTransportKey', 'claim', 'provision'])
    expect(made.asked).toEqual([
      {
        method: 'POST',
        url: `${root}/devices?deviceToken=a%2Bb%2Fc%3D%3D&jsProfile=js%20prod&jsSubscriberRef=42`,
        body: {
          name: 'meter',
          EUI: devEui,
          activationType: 'OTAA',
          applicationEUI: joinEui,
          ...profiles,
          asKeyId: '7',
          homeNsNetID: '000002',
        },
      },
    ])
  })

  test.each([
    [{ status: 403 }, 'claim-refused'],
    [{ status: 400, body: { message: 'deviceToken is invalid' } }, 'claim-refused'],
    [{ status: 409, body: { message: 'EUI already in use' } }, 'conflict'],
    [{ status: 500, body: { message: 'claim service failed' } }, 'server-failed'],
  ])('answered with %j is %s', async (answer, code) => {
    expect(await connect(server(answer)).joinServer.claim(request)).toMatchObject({ fault: { code } })
  })

  test('is not made for a device of which nothing is planned', async () => {
    const made = server({ status: 201 })
    const answer = await connect(made).joinServer.claim({ devEui, joinEui, ownerToken })
    expect(answer).toMatchObject({ ok: false, fault: { code: 'rejected', uncertain: false } })
    expect(made.asked).toEqual([])
  })

  test("the Network Server's turn finds the device, and refuses one with other values", async () => {
    const there = server({ status: 409 }, { body: [entry] })
    expect(await connect(there).networkServer.provision(device)).toEqual({
      ok: true,
      value: { device: '12' },
    })
    const other = server({ status: 409 }, { body: [{ ...entry, connectivityPlanId: 'gold' }] })
    expect(await connect(other).networkServer.provision(device)).toMatchObject({
      fault: { code: 'conflict' },
    })
  })
})
