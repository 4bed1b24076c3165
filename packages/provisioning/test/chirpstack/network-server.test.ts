import { chirpStack } from '@claimtag/provisioning/chirpstack'
import { expect, test } from 'vitest'
import { device, devEui, joinEui, server } from '../connectors/server.ts'

const api = 'https://tp.example/api'
const eui = devEui.toLowerCase()
const stored = {
  devEui: eui,
  joinEui: joinEui.toLowerCase(),
  name: 'meter',
  applicationId: 'app',
  deviceProfileId: 'LORA/A',
}
const missing = { status: 404, body: { code: 5, message: 'Object does not exist', details: [] } }
const created = { body: {} }

function connect(made: ReturnType<typeof server>, externalJoinEuis = ['70B3D57ED0000000/40']) {
  return chirpStack({ ...made.options, tenantId: 'tenant 1', applicationId: 'app', externalJoinEuis })
}

test('a device without keys, for a JoinEUI of an external Join Server', async () => {
  const made = server(missing, created)
  expect(await connect(made).provision(device)).toEqual({ ok: true, value: { device: devEui } })
  const body = {
    device: {
      devEui,
      joinEui,
      name: 'meter',
      applicationId: 'app',
      deviceProfileId: 'LORA/A',
      isDisabled: false,
    },
  }
  expect(made.asked).toEqual([
    { method: 'GET', url: `${api}/devices/${eui}`, body: undefined },
    { method: 'POST', url: `${api}/devices`, body },
  ])
})

test('any other device would need a root key, and nothing is sent', async () => {
  const made = server(missing, created)
  expect(await connect(made, ['EC656E0000000000/24', '70B3D57ED0000003']).provision(device)).toMatchObject({
    fault: { code: 'root-key-needed', retryable: false, uncertain: false },
  })
  expect(made.asked).toEqual([])
  expect(() => connect(made, ['EC656E0000000000/24', 'EC65/99'])).toThrow(
    expect.objectContaining({
      issue: expect.objectContaining({ code: 'configuration-invalid', field: 'externalJoinEuis.1' }),
    }),
  )
})

test.each([
  ['there before', [{ body: { device: stored } }], { fault: { code: 'conflict', uncertain: false } }],
  ['there after a 500, as wanted', [missing, { status: 500 }, { body: { device: stored } }], { ok: true }],
  [
    'there after a 500, otherwise',
    [missing, { status: 500 }, { body: { device: { ...stored, applicationId: 'b' } } }],
    { fault: { code: 'conflict' } },
  ],
  [
    'not there after a 500',
    [missing, { status: 500 }, missing],
    { fault: { code: 'server-failed', uncertain: true } },
  ],
  [
    'in use, says the database',
    [missing, { status: 500, body: { message: 'duplicate key value violates unique constraint' } }],
    { fault: { code: 'conflict' } },
  ],
  [
    'of an unknown application',
    [missing, { status: 401, body: { code: 16, message: '' } }],
    { fault: { code: 'forbidden' } },
  ],
  [
    'of a wrong key',
    [missing, { status: 401, body: { code: 16, message: 'token' } }],
    { fault: { code: 'unauthenticated' } },
  ],
  [
    'of a full tenant',
    [missing, { status: 400, body: { message: 'Max number of devices' } }],
    { fault: { code: 'rejected' } },
  ],
  ['that cannot be looked up', [{ status: 503 }], { fault: { code: 'server-failed', uncertain: false } }],
])('a device %s', async (_, answers, expected) => {
  expect(await connect(server(...answers)).provision(device)).toMatchObject(expected)
})

test('profiles come in pages, and a device is found and removed', async () => {
  const result = Array.from({ length: 100 }, (_, at) => ({ id: String(at), name: null }))
  const made = server(
    { body: { totalCount: 101, result } },
    { body: { totalCount: 101, result: [{ id: 'x', name: 'X' }] } },
  )
  const profiles = await connect(made).deviceProfiles()
  expect(profiles.ok && profiles.value).toHaveLength(101)
  expect(made.asked.map(({ url }) => url)).toEqual([
    `${api}/device-profiles?tenantId=tenant%201&limit=100&offset=0`,
    `${api}/device-profiles?tenantId=tenant%201&limit=100&offset=100`,
  ])
  expect(await connect(server({ body: { device: stored } })).find?.(devEui)).toEqual({
    ok: true,
    value: { device: devEui, name: 'meter', joinEui, deviceProfileId: 'LORA/A', routingProfileId: 'app' },
  })
  const gone = server({ body: {} })
  expect(await connect(gone).remove?.({ devEui })).toEqual({ ok: true, value: undefined })
  expect(gone.asked[0]).toMatchObject({ method: 'DELETE', url: `${api}/devices/${eui}` })
})
