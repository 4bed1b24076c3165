import { busit } from '@claimtag/provisioning/busit'
import { expect, test } from 'vitest'
import { address, authorization, device, devEui, server } from '../connectors/server.ts'

const asTransportKey = '00FF'
const root = 'https://tp.example/self/busit/instance'
const inserted = { body: { response: { name: 'meter', id: 12 } } }
const done = { body: { response: 'OK' } }

function refused(code: number, message: string, headers = {}) {
  return { body: { error: { message, code, data: null } }, headers }
}

function connect(made: ReturnType<typeof server>, options = {}) {
  return busit({ ...made.options, connector: 17, ...options })
}

const astk = (config_value: unknown) => ({ config_key: 'astk', config_value })

test('an instance of the BusApp is made and configured with the DevEUI and the ASTK', async () => {
  const made = server(inserted, done)
  const keys = { devEui: 'eui', asTransportKey: 'key' }
  expect(await connect(made, { keys }).provision({ ...device, asTransportKey })).toEqual({
    ok: true,
    value: undefined,
  })
  expect(made.asked).toEqual([
    { method: 'POST', url: `${root}/insert`, body: { name: 'meter', connector: '17', uuid: devEui } },
    { method: 'POST', url: `${root}/config/update`, body: { instance: '12', key: 'eui', value: devEui } },
    {
      method: 'POST',
      url: `${root}/config/update`,
      body: { instance: '12', key: 'key', value: asTransportKey },
    },
  ])
})

test('a name in use is our instance when it has our DevEUI, and another device otherwise', async () => {
  const taken = refused(500, 'An instance already exists with this name.')
  const ours = server(taken, { body: { response: [{ instance_id: '9', configs: null }] } }, done)
  expect(await connect(ours).provision({ ...device, asTransportKey })).toMatchObject({ ok: true })
  expect(ours.asked.slice(1).map(({ body }) => body)).toMatchObject([
    { uuid: devEui, connector: '17', lang: 'EN' },
    { instance: '9', key: 'deveui' },
    { instance: '9', key: 'astk', value: asTransportKey },
  ])
  const others = server(taken, { body: { response: [] } })
  expect(await connect(others).provision({ ...device, asTransportKey })).toMatchObject({
    fault: { code: 'conflict', uncertain: false },
  })
})

test.each([
  [refused(401, 'authentication failed'), { code: 'unauthenticated', status: 401 }],
  [
    refused(402, 'quota', { 'x-rate-limit-next': 'instance=1;api=1500' }),
    { code: 'rate-limited', retryable: true, retryAfterSeconds: 2 },
  ],
  [refused(403, 'not allowed'), { code: 'forbidden' }],
  [refused(404, 'no such action'), { code: 'not-found' }],
  [refused(412, 'a parameter has the wrong form'), { code: 'rejected', retryable: false }],
  [refused(500, 'Impossible to create instance of pending connector.'), { code: 'rejected' }],
  [refused(500, 'boom'), { code: 'server-failed', uncertain: true }],
  [refused(503, 'down'), { code: 'server-failed', retryable: true }],
  [{ body: { error: 'no object' } }, { code: 'server-failed' }],
  [{ body: { neither: true } }, { code: 'unintelligible', uncertain: true }],
  [{ text: 'OK' }, { code: 'unintelligible' }],
])('200 with %j is a fault', async (answer, fault) => {
  expect(await connect(server(answer)).provision({ ...device, asTransportKey })).toMatchObject({
    ok: false,
    fault,
  })
})

test('what fails after the instance exists leaves it uncertain how far it came', async () => {
  const made = server(inserted, refused(403, 'The current user is not an administrator'))
  expect(await connect(made).provision({ ...device, asTransportKey })).toMatchObject({
    fault: { code: 'forbidden', uncertain: true },
  })
})

test('a device is there when both keys have a value, and is removed by its DevEUI', async () => {
  const configs = [{ config_key: 'deveui', config_value: devEui }]
  const row = (more: object[]) => ({
    body: { response: [{ instance_id: 3, configs: [...configs, ...more] }] },
  })
  expect(await connect(server(row([]))).find?.(devEui)).toEqual({ ok: true, value: false })
  expect(await connect(server(row([astk('')]))).find?.(devEui)).toEqual({ ok: true, value: false })
  expect(await connect(server(row([astk(asTransportKey)]))).find?.(devEui)).toEqual({ ok: true, value: true })
  const made = server(row([]), done)
  expect(await connect(made).remove?.({ devEui })).toEqual({ ok: true, value: undefined })
  expect(made.asked[1]).toEqual({ method: 'POST', url: `${root}/delete`, body: { instance: '3' } })
  expect(await connect(server({ body: { response: [] } })).remove?.({ devEui })).toMatchObject({
    fault: { code: 'not-found' },
  })
})

test('an address may lead to a version', async () => {
  const made = server(inserted, done)
  const dialect = { basePath: '/vanilla' }
  await busit({ fetch: made.fetch, authorization, address, connector: 1, dialect }).provision({
    ...device,
    asTransportKey,
  })
  expect(made.asked[0]?.url).toBe('https://tp.example/vanilla/busit/instance/insert')
})
