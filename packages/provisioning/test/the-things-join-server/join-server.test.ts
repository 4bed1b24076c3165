import { theThingsJoinServer } from '@claimtag/provisioning/the-things-join-server'
import { expect, test } from 'vitest'
import { address, devEui, joinEui, server } from '../connectors/server.ts'

const url = `https://tp.example/api/v2/devices/${devEui}/claim`
const request = { devEui, joinEui, ownerToken: 'ABC' }
const device = { devEui, joinEui, device: devEui }

function connect({ fetch }: ReturnType<typeof server>, options = {}) {
  return theThingsJoinServer({ fetch, address, homeNetId: '000013', asId: 'as.example', ...options })
}

test('a claim tells it all that it needs', async () => {
  const plain = server({ status: 200, body: {} })
  expect(await connect(plain).claim(request)).toEqual({ ok: true, value: { device: devEui } })
  const full = server({ status: 204 })
  const kek = { label: 'as', key: '00112233445566778899AABBCCDDEEFF' }
  const options = { homeNsId: 'EC656E0000000001', lock: false, regenerateOwnerToken: true, kek }
  await connect(full, options).claim(request)
  const body = { ownerToken: 'ABC', homeNetID: '000013', asID: 'as.example' }
  expect([...plain.asked, ...full.asked]).toEqual([
    { method: 'PUT', url, body: { ...body, lock: true } },
    {
      method: 'PUT',
      url,
      body: { ...body, lock: false, homeNSID: 'EC656E0000000001', regenerateOwnerToken: true, kek },
    },
  ])
})

test.each([
  [403, 'claim-refused'],
  [404, 'not-found'],
  [401, 'unauthenticated'],
  [400, 'rejected'],
])('a claim answered %i is %s', async (status, code) => {
  const made = server({ status, body: { message: 'no' } })
  expect(await connect(made).claim(request)).toMatchObject({ fault: { code, status } })
  // There is no Bearer token to renew.
  expect(made.asked).toHaveLength(1)
})

test.each([
  [{ body: { homeNetID: '000013', homeNSID: 'EC656E0000000009', locked: true } }, {}, 'ours'],
  [{ body: { homeNetID: '000013', homeNSID: 'ec656e0000000001' } }, { homeNsId: 'EC656E0000000001' }, 'ours'],
  [
    { body: { homeNetID: '000013', homeNSID: 'EC656E0000000009' } },
    { homeNsId: 'EC656E0000000001' },
    'others',
  ],
  [{ body: { homeNetID: '000002', locked: true } }, {}, 'others'],
  [{ status: 404 }, {}, 'unclaimed'],
  [{ status: 403 }, {}, 'others'],
])('%j with %j is %s', async (answer, options, expected) => {
  const made = server(answer)
  expect(await connect(made, options).status?.(device)).toEqual({ ok: true, value: expected })
  expect(made.asked[0]).toMatchObject({ method: 'GET', url })
})

test('a claim is given up, and a claim of another is not ours', async () => {
  const made = server({ status: 204 })
  expect(await connect(made).release?.(device)).toEqual({ ok: true, value: undefined })
  expect(made.asked[0]).toMatchObject({ method: 'DELETE', url })
  expect(await connect(server({ status: 403 })).release?.(device)).toMatchObject({
    fault: { code: 'not-found' },
  })
})

test('nothing is left to provision, but for another network', async () => {
  const made = server()
  const rest = { ...device, hsmGroupId: '', asTransportKeyId: 'none' }
  expect(await connect(made).provision({ ...rest, homeNetId: '000013' })).toEqual({
    ok: true,
    value: undefined,
  })
  expect(await connect(made).provision({ ...rest, homeNetId: '000002' })).toMatchObject({
    fault: { code: 'rejected' },
  })
  expect(made.asked).toEqual([])
})
