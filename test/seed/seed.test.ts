import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { decode, defineFormat, encode, thingparkBase64 } from '@claimtag/core'
import type { DeviceRecord, Format } from '@claimtag/core'
import { createIssuer, memoryStore } from '@claimtag/online'
import { createWorkflow, oneJoinServer } from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import type { Fetch } from '@claimtag/provisioning/http'
import { parseConfiguration } from '@claimtag/provisioning/schema'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { demoAccount, startSimulator } from 'claimtag-example-thingpark-simulator'
import { beforeAll, describe, expect, test } from 'vitest'
import { tlsFetch } from '../connectors/tls-fetch.ts'

// The page that this project comes from ("Example of Integration with ThingPark Wireless"), sentence by sentence, over
// real HTTP and over TLS: each row is a sentence of it, and what is seen on the wire or at the servers because of it.

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const fields = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', ownerToken }
const DEVICE_PROFILE = 'LORA/GenericA.1.0.3a_ETSI'
const written = {
  routingProfiles: { busit: { name: 'Busit' } },
  deviceProfiles: { [DEVICE_PROFILE]: { name: 'Generic class A' } },
  deviceProfileByAppEui: { [fields.joinEui]: DEVICE_PROFILE },
  homeNetId: '000002',
  hsmGroupId: 'HSM_LABS_PROD',
}
/** The account at the Network Server is another one than that at the Join Server. */
const wirelessAccount = { clientId: 'wireless', clientSecret: 'wireless-secret', kmSubscription: '43' }
const BUSIT_TOKEN = 'busit-demo-token'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const unwrapKey = async (encrypted: string): Promise<string> => {
  const key = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
  return privateDecrypt(key, Buffer.from(encrypted, 'base64')).toString('hex').toUpperCase()
}

interface Sent {
  readonly server: 'join-server' | 'network-server' | 'application-server'
  readonly method: string
  readonly path: string
  /** The Bearer token, or the form of the request for one. */
  readonly account: string
  readonly body: unknown
}

/** What was sent, in this order; requests for a Bearer token by the account that they are for. */
const sent: Sent[] = []

function recording(server: Sent['server'], address: string, fetching: Fetch): Fetch {
  return async (url, request) => {
    const { method, headers, body } = request
    const isJson = headers['content-type'] === 'application/json'
    sent.push({
      server,
      method,
      path: url.slice(address.length),
      account: headers.authorization ?? '',
      body: isJson && body !== undefined ? JSON.parse(body) : body,
    })
    return fetching(url, request)
  }
}

function scanned(text: string, format: Format = thingparkBase64): DeviceRecord {
  const read = decode(text, [format])
  if (!read.ok) throw new Error(read.error.code)
  return read.record
}

async function walkThrough(tls: boolean) {
  sent.length = 0
  const accounts = [demoAccount, wirelessAccount]
  const simulator = await startSimulator({ devices: [fields], accounts, tls })
  const fetching = simulator.certificate === undefined ? fetch : tlsFetch(simulator.certificate)
  const { address, world } = simulator
  const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
  const ofJoinServer = recording('join-server', address, fetching)
  const ofNetworkServer = recording('network-server', address, fetching)
  const workflow = createWorkflow({
    configuration: parseConfiguration(written),
    joinServers: oneJoinServer(
      thingparkActivation({
        fetch: ofJoinServer,
        authorization: clientCredentials({ ...demoAccount, fetch: ofJoinServer, tokenUrl }),
        address,
        kmSubscription: demoAccount.kmSubscription,
      }),
    ),
    networkServer: thingparkWireless({
      fetch: ofNetworkServer,
      authorization: clientCredentials({ ...wirelessAccount, fetch: ofNetworkServer, tokenUrl }),
      address,
    }),
    applicationServer: busit({
      fetch: recording('application-server', address, fetching),
      authorization: fixedToken(BUSIT_TOKEN),
      address: `${address}/busit`,
      connector: 1,
    }),
    unwrapKey,
  })
  const login = await workflow.login(publicKeyPem)
  if (!login.ok) throw new Error(login.code)
  const loginSent = sent.splice(0)
  const record = scanned(encode(fields, thingparkBase64))
  const unknown = workflow.begin(login.session, record, { routingProfileId: 'other' })
  const done = await workflow.provision(login.session, record, { routingProfileId: 'busit' })
  if (!done.ok) throw new Error(done.code)
  await simulator.close()
  // What only looks is not a part of the page; a Bearer token is asked for whenever one is needed.
  const scanSent = sent.filter(({ method, path }) => method !== 'GET' && !path.includes('token'))
  return { address, world, session: login.session, loginSent, scanSent, record, unknown, state: done.state }
}

type Walk = Awaited<ReturnType<typeof walkThrough>>

const KM = '/thingpark/activation/rest/kmSubscriptions/42'
const OSS = '/thingpark/wireless/rest/subscriptions/mine'

function onPath(
  { scanSent, loginSent }: Walk,
  path: string,
): Pick<Sent, 'server' | 'method' | 'body'> | undefined {
  const one = [...loginSent, ...scanSent].find((each) => each.path === path)
  return one && { server: one.server, method: one.method, body: one.body }
}

type Row = readonly [sentence: string, seen: (walk: Walk) => unknown, expected: unknown]

const CODE: readonly Row[] = [
  [
    'Usual information includes DevEUI, AppEUI, ownerToken',
    ({ record: { devEui, joinEui, ownerToken: token } }) => ({ devEui, joinEui, ownerToken: token }),
    fields,
  ],
  [
    'embed the base64 ownerToken into a QR-code',
    () => encode(fields, thingparkBase64).includes(`:O${ownerToken}`),
    true,
  ],
  [
    'other information is derived from DevEUI/AppEUI in the provisioning application',
    ({ state: { deviceProfileId, name } }) => ({ deviceProfileId, name }),
    { deviceProfileId: DEVICE_PROFILE, name: fields.devEui },
  ],
]

const LOGIN: readonly Row[] = [
  [
    'Subscriber can login with his/her different accounts: ThingPark Activation, ThingPark Wireless, Busit',
    ({ loginSent, scanSent }) => {
      const bearers = new Map([...loginSent, ...scanSent].map(({ server, account }) => [server, account]))
      return { servers: [...bearers.keys()], accounts: new Set(bearers.values()).size }
    },
    { servers: ['network-server', 'join-server', 'application-server'], accounts: 3 },
  ],
  [
    'Application logs into ThingPark Wireless and retrieves available Connectivity Plans',
    ({ loginSent, session }) => ({
      first: loginSent.slice(0, 2).map(({ server, method, path }) => `${server} ${method} ${path}`),
      plans: session.connectivityPlans.map(({ id }) => id),
    }),
    {
      first: [
        'network-server POST /users-auth/protocol/openid-connect/token',
        `network-server GET ${OSS}/networkSubscriptions`,
      ],
      plans: ['plan-basic', 'plan-metering'],
    },
  ],
  [
    'Application logs into ThingPark Activation and creates an ASTK',
    (walk) => ({
      last: walk.loginSent.slice(-2).map(({ server, path }) => `${server} ${path}`),
      asked: onPath(walk, `${KM}/asKeys`),
      keys: [...walk.world.asKeys.keys()],
    }),
    {
      last: ['join-server /users-auth/protocol/openid-connect/token', `join-server ${KM}/asKeys`],
      asked: { server: 'join-server', method: 'POST', body: { publicKey: publicKeyPem } },
      keys: ['ask-1'],
    },
  ],
]

const SCAN: readonly Row[] = [
  [
    'Application queries the user on which Routing Profile ID should be selected',
    ({ unknown, state }) => [unknown.ok ? '' : unknown.code, state.routingProfileId],
    ['routing-profile-unknown', 'busit'],
  ],
  [
    'Read DevEUI and ownerToken, use OSS API to claim Device ownership',
    (walk) => [onPath(walk, `${KM}/devices/claim`), walk.world.joinServer.get(fields.devEui)?.claimedBy],
    [{ server: 'join-server', method: 'POST', body: { devEUI: fields.devEui, ownerToken } }, '42'],
  ],
  ['Read AppEUI and map it to Device Profile ID', ({ state }) => state.deviceProfileId, DEVICE_PROFILE],
  [
    'provision ThingPark Activation with DevEUI, AppEUI, hNS ID, HSM Group ID, ASTK ID',
    (walk) => onPath(walk, `${KM}/devices/km-1`),
    {
      server: 'join-server',
      method: 'POST',
      body: {
        devEUI: fields.devEui,
        appEUI: fields.joinEui,
        homeNsNetID: '000002',
        hsmGroupID: 'HSM_LABS_PROD',
        asKey: 'ask-1',
      },
    },
  ],
  [
    'provision ThingPark Wireless with DevEUI, AppEUI, Device Profile, Connectivity Plan ID, Routing Profile',
    (walk) => onPath(walk, `${OSS}/devices`),
    {
      server: 'network-server',
      method: 'POST',
      body: {
        name: fields.devEui,
        EUI: fields.devEui,
        appEUI: fields.joinEui,
        model: { ID: DEVICE_PROFILE },
        networkSubscription: { ID: 'plan-basic' },
        appServersRoutingProfile: { ID: 'busit' },
      },
    },
  ],
  [
    'Call Busit API to provision AS with DevEUI, ASTK',
    ({ scanSent, world }) => {
      const text = JSON.stringify(scanSent.filter(({ server }) => server === 'application-server'))
      return [fields.devEui, world.asKeys.get('ask-1')?.key ?? 'no key'].map((value) => text.includes(value))
    },
    [true, true],
  ],
  [
    'the following actions, in their order',
    ({ scanSent }) => [
      ...new Set(scanSent.map(({ server, path }) => (path.endsWith('/claim') ? 'claim' : server))),
    ],
    ['claim', 'join-server', 'network-server', 'application-server'],
  ],
  [
    'The Device can then be activated on the ThingPark Wireless network',
    ({ world }) => ({
      joinServer: world.joinServer.get(fields.devEui)?.provisioned,
      networkServer: world.networkServer.get(fields.devEui),
      hasKeyOfJoinServer: world.applicationServer.get(fields.devEui) === world.asKeys.get('ask-1')?.key,
    }),
    {
      joinServer: { asKey: 'ask-1', homeNsNetID: '000002', hsmGroupID: 'HSM_LABS_PROD' },
      networkServer: {
        reference: '1',
        name: fields.devEui,
        devEui: fields.devEui,
        joinEui: fields.joinEui,
        deviceProfileId: DEVICE_PROFILE,
        connectivityPlanId: 'plan-basic',
        routingProfileId: 'busit',
      },
      hasKeyOfJoinServer: true,
    },
  ],
]

describe('the User Portal is configured with', () => {
  test.each([
    ['Routing Profiles information, indexed by ID', 'routingProfiles'],
    ['Device Profiles info, indexed by ID', 'deviceProfiles'],
    ['Mapping AppEUI to Device Profile ID', 'deviceProfileByAppEui'],
    ['hNS ID', 'homeNetId'],
    ['HSM Group ID', 'hsmGroupId'],
  ])('%s', (_, member) => {
    expect(() => parseConfiguration(written)).not.toThrow()
    expect(() => parseConfiguration({ ...written, [member]: undefined })).toThrow(
      expect.objectContaining({ code: 'configuration-invalid' }),
    )
  })
})

describe.each([
  ['http', false],
  ['https', true],
] as const)('over %s', (scheme, tls) => {
  let walked: Walk
  beforeAll(async () => {
    walked = await walkThrough(tls)
  })

  test('all servers were asked this way', () => {
    expect(walked.address.split(':')[0]).toBe(scheme)
  })

  describe.each([
    ['the QR-code', CODE],
    ['when a user logs in', LOGIN],
    ['when the application scans', SCAN],
  ] as const)('%s', (_, rows) => {
    test.each(rows)('%s', (__, seen, expected) => {
      expect(seen(walked)).toEqual(expected)
    })
  })

  test('only the user accounts and the Routing Profile were queried from the user', () => {
    const { state, record, session } = walked
    const known = new Set<unknown>([
      ...Object.values(record),
      ...Object.values(written).flatMap((value) =>
        typeof value === 'string' ? [value] : Object.keys(value),
      ),
      ...Object.values(written.deviceProfileByAppEui),
      ...session.connectivityPlans.map(({ id }) => id),
      session.asTransportKey.id,
    ])
    const { devEui, joinEui, deviceProfileId, connectivityPlanId, homeNetId, hsmGroupId, asTransportKeyId } =
      state
    const used = {
      devEui,
      joinEui,
      deviceProfileId,
      connectivityPlanId,
      homeNetId,
      hsmGroupId,
      asTransportKeyId,
    }
    expect(Object.entries(used).filter(([, value]) => !known.has(value))).toEqual([])
  })

  describe('Manufacturer has two possibilities to generate the QR-code', () => {
    test('Offline generation, Online generation: both are scanned alike', async () => {
      const issuer = createIssuer({
        format: thingparkBase64,
        tokens: async () => ownerToken,
        store: memoryStore(),
      })
      const online = await issuer.issue({ devEui: fields.devEui, joinEui: fields.joinEui })
      expect(scanned(online.text)).toEqual(scanned(encode(fields, thingparkBase64)))
    })

    test('The QR-code format is Device manufacturer specific and should be coordinated with the application', () => {
      const format = defineFormat({
        id: 'maker',
        title: 'The maker’s own',
        prefix: 'M1',
        separator: ';',
        fields: [{ name: 'devEui' }, { name: 'joinEui' }, { name: 'ownerToken', issued: 'base64' }],
      })
      const text = encode(fields, format)
      expect(text).toBe(`M1${fields.devEui};${fields.joinEui};${ownerToken}`)
      expect(scanned(text, format)).toEqual(fields)
      expect(decode(text, [thingparkBase64])).toMatchObject({ ok: false })
    })
  })
})
