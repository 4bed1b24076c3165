import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoAccount, startSimulator } from '../src/index.ts'
import type { Simulator } from '../src/index.ts'

const device = {
  devEui: '70B3D57ED00A0001',
  joinEui: '70B3D57ED0000001',
  ownerToken: 'AAECAwQFBgcICQoLDA0ODw==',
}
const plans = Array.from({ length: 201 }, (_, index) => ({ ID: `plan-${index}`, name: '', isDefault: false }))
const activation = '/thingpark/activation/rest/kmSubscriptions'
const wireless = '/thingpark/wireless/rest/subscriptions/mine'

let simulator: Simulator
let bearer: string

async function ask(path: string, body?: object, token = bearer) {
  const headers = { authorization: `Bearer ${token}` }
  const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${simulator.address}${path}`, init)
  return { status: response.status, body: await response.text(), location: response.headers.get('location') }
}

function claim(body: object) {
  return ask(`${activation}/42/devices/claim`, body)
}

function list() {
  return ask(`${wireless}/deviceProfiles`)
}

async function logIn(form: Record<string, string>) {
  const body = new URLSearchParams(form)
  return fetch(`${simulator.address}/users-auth/protocol/openid-connect/token`, { method: 'POST', body })
}

beforeEach(async () => {
  simulator = await startSimulator({ devices: [device], connectivityPlans: plans })
  const { clientId: client_id, clientSecret: client_secret } = demoAccount
  const response = await logIn({ client_id, client_secret, grant_type: 'client_credentials' })
  bearer = ((await response.json()) as { access_token: string }).access_token
})
afterEach(() => simulator.close())

describe('claims', () => {
  const { devEui: devEUI, ownerToken } = device

  test('a token works once; wrong, used and unknown get the same answer', async () => {
    const wrong = await claim({ devEUI, ownerToken: 'AAAA' })
    expect(await claim({ devEUI, ownerToken })).toMatchObject({ status: 200, body: '{"ID":"km-1"}' })
    const used = await claim({ devEUI, ownerToken })
    const unknown = await claim({ devEUI: '70B3D57ED00A0009', ownerToken })
    expect(wrong).toEqual({ status: 403, body: '{"code":403,"message":"claim refused"}', location: null })
    expect([used, unknown]).toEqual([wrong, wrong])
  })

  test('of twenty at once, one succeeds', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim({ devEUI, ownerToken })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test("nobody claims into somebody else's subscription, or without a token", async () => {
    expect(await ask(`${activation}/43/devices/claim`, { devEUI, ownerToken })).toMatchObject({ status: 403 })
    expect(await ask(`${activation}/42/devices/claim`, { devEUI, ownerToken }, 'x')).toMatchObject({
      status: 401,
    })
    expect(simulator.world.joinServer.get(devEUI)?.claimedBy).toBeUndefined()
  })
})

describe('the Network Server', () => {
  test('lists in pages, each saying whether there is more', async () => {
    const seen = []
    for (const page of [1, 2, 3]) {
      const { body } = await ask(`${wireless}/networkSubscriptions?pageIndex=${page}`)
      const { briefs, more } = JSON.parse(body) as { briefs: { ID: string; href: string }[]; more: boolean }
      seen.push([briefs.length, briefs[0]?.ID, more])
    }
    expect(seen).toEqual([
      [100, 'plan-0', true],
      [100, 'plan-100', true],
      [1, 'plan-200', false],
    ])
    const { body } = await ask('/core/latest/api/connectivityPlans')
    expect(JSON.parse(body)).toHaveLength(201)
  })

  test('makes a device once, and says where it is', async () => {
    const body = {
      name: 'meter',
      EUI: device.devEui,
      appEUI: device.joinEui,
      model: { ID: 'LORA/GenericA.1.0.3a_ETSI' },
      networkSubscription: { ID: 'plan-7' },
      appServersRoutingProfile: { ID: 'busit' },
    }
    expect(await ask(`${wireless}/devices`, body)).toMatchObject({
      status: 201,
      location: `${wireless}/devices/1`,
    })
    expect(await ask(`${wireless}/devices`, body)).toMatchObject({ status: 409 })
    expect(await ask(`${wireless}/devices`, { ...body, EUI: device.devEui.toLowerCase() })).toMatchObject({
      status: 400,
    })
  })

  test.each([
    ['an AppKey', { AppKey: '00'.repeat(16) }],
    ['an app_key inside', { keys: [{ app_key: '00'.repeat(16) }] }],
    ['an HSM group', { hsmGroupID: 'HSM_LABS_PROD' }],
    ['an ownerToken', { ownerToken: device.ownerToken }],
  ])('is given no %s', async (_, extra) => {
    const { status, body } = await ask(`${wireless}/devices`, { name: 'meter', EUI: device.devEui, ...extra })
    expect({ status, body }).toEqual({ status: 400, body: expect.stringContaining('without AppKey') })
    const dx = await ask('/core/latest/api/devices', { name: 'meter', EUI: device.devEui, ...extra })
    expect(dx.body).toBe(body)
  })
})

test('gives tokens to accounts only, and knows no other paths', async () => {
  expect(
    (await logIn({ client_id: 'demo', client_secret: 'x', grant_type: 'client_credentials' })).status,
  ).toBe(401)
  expect((await logIn({ client_id: 'demo', client_secret: 'demo-secret' })).status).toBe(400)
  expect(await ask('/thingpark')).toMatchObject({ status: 404 })
  expect(await ask(`${activation}/42/devices/claim`)).toMatchObject({ status: 404 })
})

test('fails as often as it is told to', async () => {
  simulator.inject('lists', { kind: 'status', status: 503 }, 2)
  simulator.inject('lists', { kind: 'drop-before' })
  expect([(await list()).status, (await list()).status]).toEqual([503, 503])
  await expect(list()).rejects.toThrow('fetch failed')
  expect(await list()).toMatchObject({ status: 200 })
  expect(simulator.log.slice(1).map(({ status }) => status)).toEqual([503, 503, 'dropped', 200])
})
