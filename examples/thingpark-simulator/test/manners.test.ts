import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../src/index.ts'
import type { Effect, Operation, Simulator } from '../src/index.ts'

// How each server behaves, asked directly: the connectors are tested elsewhere, and share no code with this.

const devEui = '70B3D57ED00A0003'
const joinEui = '70B3D57ED0000001'
const ownerToken = '7F3A19C4D2E85B60'
let time = 0
let simulator: Simulator
beforeEach(async () => {
  time = 1_795_773_600_000
  simulator = await startSimulator({ devices: [{ devEui, joinEui, ownerToken }], now: () => time })
})
afterEach(() => simulator.close())

async function ask(method: string, path: string, token: string, body?: object | string) {
  const isForm = typeof body === 'string'
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': type }),
  }
  const sent = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }
  const response = await fetch(`${simulator.address}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...sent,
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : (JSON.parse(text) as never),
  }
}

const stack = (method: string, path: string, body?: object) =>
  ask(method, `/api/v3${path}`, simulator.world.theThingsStack.apiKey, body)
const busit = (path: string, form: Record<string, string>, token = 'busit-demo-token') =>
  ask('POST', `/self/busit/instance/${path}`, token, new URLSearchParams(form).toString())
const chirp = (method: string, path: string, body?: object) =>
  ask(method, `/api${path}`, simulator.world.chirpStack.token, body)

/** The name in the details of an error. */
function nameOf({ body }: { readonly body: unknown }): string | undefined {
  return (body as { details: { name: string }[] }).details[0]?.name
}

describe('The Things Stack', () => {
  const target = { target_application_ids: { application_id: 'demo-app' }, target_device_id: 'meter-1' }
  const identified = (token: string) => ({
    authenticated_identifiers: { join_eui: joinEui, dev_eui: devEui, authentication_code: token },
    ...target,
  })

  test('claims by identifiers or by a code in base64, once', async () => {
    expect(nameOf(await stack('POST', '/edcs/claim', identified('WRONG')))).toBe('device_access_denied')
    const code = Buffer.from(`LW:D0:${joinEui}:${devEui}:00000000:O${ownerToken}`).toString('base64')
    expect(await stack('POST', '/edcs/claim', { qr_code: code, ...target })).toMatchObject({
      status: 200,
      body: { device_id: 'meter-1', dev_eui: devEui },
    })
    expect(await stack('POST', '/edcs/claim', identified(ownerToken))).toMatchObject({ status: 400 })
  })

  test.each([
    [{ ...identified(ownerToken), target_device_id: 'no--id' }, 'validation'],
    [identified('lower case'), 'qr_code_data_invalid'],
    [
      { ...identified(ownerToken), target_application_ids: { application_id: 'other' } },
      'no_application_rights',
    ],
  ])('refuses %j', async (body, name) => {
    expect(nameOf(await stack('POST', '/edcs/claim', body))).toBe(name)
  })

  test('says what can be claimed, twenty at most', async () => {
    const requests = (count: number) => ({
      requests: Array.from({ length: count }, () => ({ join_eui: joinEui })),
    })
    expect(await stack('POST', '/edcs/claim/info/batch', requests(1))).toMatchObject({
      body: { infos: [{ join_eui: joinEui, supports_claiming: true }] },
    })
    expect(await stack('POST', '/edcs/claim/info/batch', requests(21))).toMatchObject({ status: 400 })
  })

  test('wants a device at the Identity Server first, and no address of a Join Server there', async () => {
    const ids = { device_id: 'meter-1', dev_eui: devEui, join_eui: joinEui }
    const network = {
      end_device: {
        ids,
        supports_join: true,
        lorawan_version: 'x',
        lorawan_phy_version: 'y',
        frequency_plan_id: 'EU_863_870_TTN',
      },
      field_mask: { paths: ['ids.device_id'] },
    }
    const at = '/applications/demo-app/devices'
    expect(nameOf(await stack('PUT', `/ns${at}/meter-1`, network))).toBe('end_device_not_found')
    const addressed = { end_device: { ids, join_server_address: 'js.example' } }
    expect(nameOf(await stack('POST', at, addressed))).toBe('validation')
    expect(await stack('POST', at, { end_device: { ids } })).toMatchObject({ status: 200 })
    expect(nameOf(await stack('POST', at, { end_device: { ids } }))).toBe('end_device_euis_taken')
    expect(await stack('PUT', `/ns${at}/meter-1`, network)).toMatchObject({ status: 200 })
    expect(nameOf(await stack('PUT', `/ns${at}/meter-1`, { ...network, field_mask: {} }))).toBe(
      'no_field_mask_paths',
    )
  })
})

describe('Busit', () => {
  test.each([
    [{ name: '12345', connector: '1' }, 500],
    [{ name: 'a--b', connector: '1' }, 500],
    [{ name: 'x', connector: '1' }, 412],
    [{ name: 'meter' }, 412],
    [{ name: 'meter', connector: '2' }, 500],
  ])('answers 200 to %j, with %i inside', async (form, code) => {
    expect(await busit('insert', form as Record<string, string>)).toMatchObject({
      status: 200,
      body: { error: { code } },
    })
  })

  test('takes a name once, and configures keys of the connector only', async () => {
    const made = await busit('insert', { name: 'meter', connector: '1', uuid: devEui })
    expect(made.body).toEqual({ response: { name: 'meter', id: 1 } })
    expect(await busit('insert', { name: 'meter', connector: '1' })).toMatchObject({
      body: { error: { code: 500 } },
    })
    expect(await busit('config/update', { instance: '1', key: 'other', value: 'x' })).toMatchObject({
      body: { error: { code: 404 } },
    })
    expect(await busit('insert', { name: 'b', connector: '1' }, 'demo:wrong')).toMatchObject({
      body: { error: { code: 401 } },
    })
  })
})

test('ChirpStack is full, strict and short of words', async () => {
  const { world } = simulator
  const { applicationId, deviceProfiles } = world.chirpStack
  const device = { devEui, joinEui, name: 'meter', applicationId, deviceProfileId: deviceProfiles[0]?.id }
  expect(await chirp('POST', '/devices', { device })).toMatchObject({ status: 200 })
  expect(await chirp('POST', '/devices', { device })).toMatchObject({ status: 500 })
  expect(await chirp('POST', '/devices', { device: { ...device, applicationId: 'x' } })).toMatchObject({
    status: 401,
    body: { message: '' },
  })
  world.chirpStack.mostDevices = 1
  expect(
    await chirp('POST', '/devices', { device: { ...device, devEui: '70B3D57ED00A0004' } }),
  ).toMatchObject({ status: 400 })
})

test.each([
  [
    'claim',
    () => stack('POST', '/edcs/claim', {}),
    { status: 429, header: 'x-rate-limit-retry', value: '30' },
  ],
  [
    'application-server',
    () => busit('insert', {}),
    { status: 200, header: 'x-rate-limit-next', value: 'api=30000' },
  ],
  [
    'token',
    () => ask('POST', '/admin/latest/api/oauth/token', ''),
    { status: 429, header: 'quota-reset-utc', value: '2026-11-27T10:00:30.000Z' },
  ],
  [
    'network-server',
    () => chirp('POST', '/devices', {}),
    { status: 429, header: 'retry-after', value: '30' },
  ],
] as const)(
  'a limit of %s is told in its server’s own way',
  async (operation, send, { status, header, value }) => {
    simulator.limit(operation, { requests: 0, seconds: 30 })
    const refused = await send()
    expect([refused.status, refused.headers.get(header)]).toEqual([status, value])
    time += 30_000
    simulator.limit(operation, undefined)
    expect((await send()).headers.get(header)).toBeNull()
  },
)

test.each([
  [{ kind: 'redirect', location: 'https://elsewhere.example/' }, 302],
  [{ kind: 'echo', status: 400 }, 400],
  [{ kind: 'status-after', status: 504 }, 504],
] satisfies [Effect, number][])('%j', async (effect, status) => {
  simulator.inject('claim' satisfies Operation, effect)
  const claimed = ask('PUT', `/api/v2/devices/${devEui}/claim`, simulator.world.theThingsStack.apiKey, {
    ownerToken,
    homeNetID: '000002',
  })
  const answer = await claimed
  expect(answer.status).toBe(status)
  expect(JSON.stringify(answer.body ?? '').includes(ownerToken)).toBe(effect.kind === 'echo')
  expect(simulator.world.joinServer.get(devEui)?.claimedBy !== undefined).toBe(effect.kind === 'status-after')
})

test('half an answer, and one that does not end', async () => {
  const { apiKey } = simulator.world.theThingsStack
  const send = () => ask('GET', `/api/v2/devices/${devEui}/claim`, apiKey)
  simulator.inject('status', { kind: 'half' })
  await expect(send()).rejects.toThrow('terminated')
  simulator.inject('status', { kind: 'slow' })
  const leaving = new AbortController()
  const headers = { authorization: `Bearer ${apiKey}` }
  const response = await fetch(`${simulator.address}/api/v2/devices/${devEui}/claim`, {
    headers,
    signal: leaving.signal,
  })
  expect(response.status).toBe(404)
  leaving.abort()
  await expect(response.text()).rejects.toThrow('aborted')
})

test('an ASTK is encrypted as servers in the field do, if that is wanted', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  const paddings = [
    ['oaep-sha256', { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }],
    // Node decrypts the other only where its OpenSSL hides the errors; the key is at the end of the raw block.
    ['pkcs1-v1.5', { padding: constants.RSA_NO_PADDING }],
  ] as const
  for (const [asKeyPadding, padding] of paddings) {
    const other = await startSimulator({ devices: [], asKeyPadding })
    onTestFinished(() => other.close())
    const form = new URLSearchParams({
      client_id: 'demo',
      client_secret: 'demo-secret',
      grant_type: 'client_credentials',
    })
    const granted = await fetch(`${other.address}/admin/latest/api/oauth/token`, {
      method: 'POST',
      body: form,
    })
    const { access_token: token } = (await granted.json()) as { access_token: string }
    const headers = { authorization: `Bearer ${token}` }
    const path = '/thingpark/activation/rest/kmSubscriptions/42/asKeys'
    const body = JSON.stringify({ publicKey: pem })
    const made = await fetch(`${other.address}${path}`, { method: 'POST', headers, body })
    const { ID, encryptedKey } = (await made.json()) as { ID: string; encryptedKey: string }
    const key = privateDecrypt({ key: privateKey, ...padding }, Buffer.from(encryptedKey, 'base64'))
    const frame = [...key.subarray(0, -16)]
    expect(frame.length === 0 || (frame[1] === 2 && frame.at(-1) === 0)).toBe(true)
    expect(key.subarray(-16).toString('hex').toUpperCase()).toBe(other.world.asKeys.get(ID)?.key)
  }
})
