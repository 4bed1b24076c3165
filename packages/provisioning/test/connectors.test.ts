import { parseEui64 } from '@claimtag/core'
import { busit } from '@claimtag/provisioning/busit'
import { fixedToken } from '@claimtag/provisioning/http'
import type { HttpRequest, HttpResponse } from '@claimtag/provisioning/http'
import { thingparkActivation, thingparkActivationDialect } from '@claimtag/provisioning/thingpark-activation'
import { thingparkDxCore, thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { describe, expect, test } from 'vitest'

const authorization = fixedToken('bearer')
const address = 'https://tp.example/'
const devEui = parseEui64('70B3D57ED00A0004')!
const joinEui = parseEui64('70B3D57ED0000002')!
const profiles = { deviceProfileId: 'LORA/A', connectivityPlanId: 'basic', routingProfileId: 'busit' }

/** A server that gives every request this answer, and keeps what it was asked. */
function server(body: unknown, { status = 200, location = null as string | null } = {}) {
  const asked: { readonly method: string; readonly url: string; readonly body: unknown }[] = []
  const fetch = async (url: string, request: HttpRequest): Promise<HttpResponse> => {
    asked.push({
      method: request.method,
      url,
      body: request.body === undefined ? undefined : JSON.parse(request.body),
    })
    const given: unknown = typeof body === 'function' ? body() : body
    const text = given === undefined ? '' : JSON.stringify(given)
    return {
      status,
      headers: { get: (name) => (name === 'location' ? location : null) },
      text: async () => text,
    }
  }
  return { fetch, asked }
}

function activation({ fetch }: ReturnType<typeof server>, dialect = {}) {
  return thingparkActivation({ fetch, authorization, address, kmSubscription: 'a/b', dialect })
}

describe('ThingPark Activation', () => {
  const subscription = 'https://tp.example/thingpark/activation/rest/kmSubscriptions/a%2Fb'

  test('has an ASTK made', async () => {
    const made = server({ ID: 7, encryptedKey: 'd3JhcHBlZA==', more: true })
    const answer = await activation(made).createAsTransportKey({ publicKey: 'PEM' })
    expect(answer).toEqual({ ok: true, value: { id: '7', encryptedKey: 'd3JhcHBlZA==' } })
    expect(made.asked).toEqual([
      { method: 'POST', url: `${subscription}/asKeys`, body: { publicKey: 'PEM' } },
    ])
  })

  test('puts the ownerToken into the body and nowhere else', async () => {
    const made = server({ ID: 'km/1' })
    const joinServer = activation(made)
    expect(await joinServer.claim({ devEui, joinEui, ownerToken: 'a+b/c==' })).toEqual({
      ok: true,
      value: { device: 'km/1' },
    })
    const device = {
      device: 'km/1',
      devEui,
      joinEui,
      homeNetId: '000002',
      hsmGroupId: 'HSM',
      asTransportKeyId: '7',
    }
    expect(await joinServer.provision(device)).toEqual({ ok: true, value: undefined })
    expect(made.asked).toEqual([
      {
        method: 'POST',
        url: `${subscription}/devices/claim`,
        body: { devEUI: devEui, ownerToken: 'a+b/c==' },
      },
      {
        method: 'POST',
        url: `${subscription}/devices/km%2F1`,
        body: { devEUI: devEui, appEUI: joinEui, asKey: '7', homeNsNetID: '000002', hsmGroupID: 'HSM' },
      },
    ])
  })

  test('takes the DevEUI for the name of a device that the claim does not name', async () => {
    for (const body of [undefined, {}, { state: 'claimed' }]) {
      const answer = await activation(server(body)).claim({ devEui, joinEui, ownerToken: 'x' })
      expect(answer).toEqual({ ok: true, value: { device: devEui } })
    }
  })

  test.each([
    ['an ASTK without a key', { ID: '7' }],
    ['an ASTK with an empty one', { ID: '7', encryptedKey: '' }],
    ['a list', []],
    ['nothing', undefined],
  ])('does not take %s', async (_, body) => {
    const answer = await activation(server(body)).createAsTransportKey({ publicKey: 'PEM' })
    expect(answer).toMatchObject({ ok: false, fault: { code: 'unintelligible' } })
  })

  test('speaks the dialect that it is told', async () => {
    const made = server({ device: { ref: 1 } }, { status: 410 })
    const { deviceRequest } = thingparkActivationDialect
    const joinServer = activation(made, {
      basePath: '/km',
      claimRequest: { devEui: 'DevEUI', ownerToken: 'token' },
      claimRefusedStatuses: [404, 410],
      deviceRequest: { ...deviceRequest, devEui: '', joinEui: '' },
    })
    expect(await joinServer.claim({ devEui, joinEui, ownerToken: 'x' })).toMatchObject({
      fault: { code: 'claim-refused', status: 410 },
    })
    await joinServer.provision({
      device: 'd',
      devEui,
      joinEui,
      homeNetId: '000002',
      hsmGroupId: 'HSM',
      asTransportKeyId: '7',
    })
    expect(made.asked).toMatchObject([
      {
        url: 'https://tp.example/km/kmSubscriptions/a%2Fb/devices/claim',
        body: { DevEUI: devEui, token: 'x' },
      },
      { body: { asKey: '7', homeNsNetID: '000002', hsmGroupID: 'HSM' } },
    ])
    expect(Object.keys(made.asked[1]?.body as object)).toHaveLength(3)
  })
})

describe('ThingPark Wireless', () => {
  test('makes a device without a key, and takes its Location', async () => {
    const made = server(undefined, { status: 201, location: '/devices/9' })
    const networkServer = thingparkWireless({ fetch: made.fetch, authorization, address, subscription: '5' })
    expect(await networkServer.provision({ name: 'm', devEui, joinEui, ...profiles })).toEqual({
      ok: true,
      value: { device: '/devices/9' },
    })
    expect(made.asked).toEqual([
      {
        method: 'POST',
        url: 'https://tp.example/thingpark/wireless/rest/subscriptions/5/devices',
        body: {
          name: 'm',
          EUI: devEui,
          appEUI: joinEui,
          model: { ID: 'LORA/A' },
          networkSubscription: { ID: 'basic' },
          appServersRoutingProfile: { ID: 'busit' },
        },
      },
    ])
  })

  test('does not take a device without a Location, nor a list without its items', async () => {
    const { fetch } = server({ briefs: [{ name: 'no ID' }] })
    const networkServer = thingparkWireless({ fetch, authorization, address })
    const unintelligible = { ok: false, fault: { code: 'unintelligible' } }
    expect(await networkServer.provision({ name: 'm', devEui, joinEui, ...profiles })).toMatchObject(
      unintelligible,
    )
    expect(await networkServer.routingProfiles()).toMatchObject(unintelligible)
  })

  test('leaves a server that always has more', async () => {
    let page = 0
    const made = server(() => ({ briefs: [{ ID: String((page += 1)) }], more: true }))
    const answer = await thingparkWireless({ fetch: made.fetch, authorization, address }).connectivityPlans()
    expect(answer).toMatchObject({ ok: false, fault: { code: 'unintelligible' } })
    expect(made.asked).toHaveLength(100)
  })

  test('takes the list of a server that knows no pages once', async () => {
    const briefs = [{ ID: 'a', name: null, commercialName: 'Gold', isDefault: true, href: null }, { ID: 'b' }]
    const made = server({ briefs, more: true, now: 1 })
    const answer = await thingparkWireless({ fetch: made.fetch, authorization, address }).connectivityPlans()
    const expected = [
      { id: 'a', name: 'Gold', isDefault: true },
      { id: 'b', name: '', isDefault: false },
    ]
    expect(answer).toEqual({ ok: true, value: expected })
    expect(made.asked).toHaveLength(2)
    const dx = server(Array.from({ length: 100 }, (_, at) => ({ id: at, name: null, default: at === 3 })))
    const routes = await thingparkDxCore({ fetch: dx.fetch, authorization, address }).routingProfiles()
    expect(routes.ok && routes.value.filter(({ isDefault }) => isDefault)).toEqual([
      { id: '3', name: '', isDefault: true },
    ])
    expect(routes.ok && routes.value.length).toBe(100)
  })

  test.each([
    ['AppKey', { AppKey: '00' }],
    ['nwk_key', { security: [{ nwk_key: '00' }] }],
    ['hsmGroupID', { hsmGroupID: 'HSM' }],
    ['ownerToken', { join: { ownerToken: 'x' } }],
    ['asKey', { asKey: '7' }],
  ])('is not given %s by a dialect', (field, extra) => {
    const { fetch } = server({})
    const connect = () => thingparkWireless({ fetch, authorization, address, dialect: { extra } })
    expect(connect).toThrow(
      expect.objectContaining({ issue: { code: 'key-refused', kind: 'misuse', field } }),
    )
    expect(() =>
      thingparkWireless({ fetch, authorization, address, dialect: { extra: { externalJs: true } } }),
    ).not.toThrow()
  })

  test('by DX Core', async () => {
    const made = server({ ref: 12 })
    const networkServer = thingparkDxCore({ fetch: made.fetch, authorization, address })
    expect(await networkServer.provision({ name: 'm', devEui, joinEui, ...profiles })).toEqual({
      ok: true,
      value: { device: '12' },
    })
    expect(made.asked).toEqual([
      {
        method: 'POST',
        url: 'https://tp.example/core/latest/api/devices',
        body: { name: 'm', EUI: devEui, activationType: 'OTAA', applicationEUI: joinEui, ...profiles },
      },
    ])
    expect(await networkServer.deviceProfiles()).toMatchObject({ fault: { code: 'unintelligible' } })
  })
})

test('Busit is given the DevEUI and the ASTK', async () => {
  const made = server({})
  const dialect = { path: '/v2/things' }
  const applicationServer = busit({
    fetch: made.fetch,
    authorization,
    address: 'https://busit.example/api/',
    dialect,
  })
  expect(await applicationServer.provision({ name: 'm', devEui, joinEui, asTransportKey: '00FF' })).toEqual({
    ok: true,
    value: undefined,
  })
  expect(made.asked).toEqual([
    {
      method: 'POST',
      url: 'https://busit.example/api/v2/things',
      body: { devEUI: devEui, asTransportKey: '00FF' },
    },
  ])
})
