import { thingparkActivation, thingparkActivationDialect } from '@claimtag/provisioning/thingpark-activation'
import { expect, test } from 'vitest'
import { address, authorization, devEui, joinEui, server as answering } from '../connectors/server.ts'

function server(body?: unknown, { status = 200 } = {}) {
  return answering({ status, body })
}

function activation({ fetch }: ReturnType<typeof server>, dialect = {}) {
  return thingparkActivation({ fetch, authorization, address, kmSubscription: 'a/b', dialect })
}

const subscription = 'https://tp.example/thingpark/activation/rest/kmSubscriptions/a%2Fb'

test('has an ASTK made', async () => {
  const made = server({ ID: 7, encryptedKey: 'd3JhcHBlZA==', more: true })
  const answer = await activation(made).createAsTransportKey({ publicKey: 'PEM' })
  expect(answer).toEqual({ ok: true, value: { id: '7', encryptedKey: 'd3JhcHBlZA==' } })
  expect(made.asked).toEqual([{ method: 'POST', url: `${subscription}/asKeys`, body: { publicKey: 'PEM' } }])
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

test.each([
  [{ error: { code: 403, message: 'no' } }, 'claim-refused'],
  [{ code: 403 }, 'claim-refused'],
  [{ error: { code: 400, message: 'owner token is invalid' } }, 'claim-refused'],
  [{ errorMessage: 'device already claimed' }, 'claim-refused'],
  [{ status: 404 }, 'not-found'],
  [{ error: 'maintenance' }, 'rejected'],
  [{ code: 503, fault: { text: 'down' } }, 'server-failed'],
])('a claim answered 200 with %j is no claim', async (body, code) => {
  const answer = await activation(server(body)).claim({ devEui, joinEui, ownerToken: 'x' })
  expect(answer).toMatchObject({ ok: false, fault: { code } })
})

async function claim(body: unknown, dialect: object) {
  return activation(server(body), dialect).claim({ devEui, joinEui, ownerToken: 'x' })
}

test('a dialect says what a claim must have, and what is no error', async () => {
  const claimAnswer = { device: 'ID', mustHave: ['state'] }
  for (const body of [undefined, {}, { ID: 'km-1', state: null }])
    expect(await claim(body, { claimAnswer })).toMatchObject({ fault: { code: 'unintelligible' } })
  expect(await claim({ ID: null, state: 'CLAIMED' }, { claimAnswer })).toEqual({
    ok: true,
    value: { device: devEui },
  })
  expect(await claim({ error: 'none' }, { mustNotHave: [] })).toMatchObject({ ok: true })
})

test('a page that says 403 is no refusal of the token', async () => {
  const made = answering({ status: 403, text: '<html>Sign in</html>' })
  const answer = await activation(made).claim({ devEui, joinEui, ownerToken: 'x' })
  expect(answer).toMatchObject({ fault: { code: 'forbidden' } })
})
