import { generateKeyPairSync } from 'node:crypto'
import { parseEui64 } from '@claimtag/core'
import type { ApplicationServer, JoinServer, NetworkServer } from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { chirpStack } from '@claimtag/provisioning/chirpstack'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import type { Fetch } from '@claimtag/provisioning/http'
import { httpApplicationServer } from '@claimtag/provisioning/http-application-server'
import { theThingsJoinServer } from '@claimtag/provisioning/the-things-join-server'
import { theThingsStack } from '@claimtag/provisioning/the-things-stack'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkDxCore, thingparkDxCoreClaim } from '@claimtag/provisioning/thingpark-dx-core'
import { thingparkEnterprise } from '@claimtag/provisioning/thingpark-enterprise'
import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { tlsFetch } from './tls-fetch.ts'
import { demoAccount, startSimulator } from 'claimtag-example-thingpark-simulator'
import type { Simulator } from 'claimtag-example-thingpark-simulator'

/** Every connector over a simulator of its own. */

export const devEui = parseEui64('70B3D57ED00A0004')!
export const joinEui = parseEui64('70B3D57ED0000002')!
/** Of the form that all Join Servers take. */
export const ownerToken = '7F3A19C4D2E85B60A1B2C3D4E5F60718'
export const asTransportKey = '0F1E2D3C4B5A69788796A5B4C3D2E1F0'
const network = { homeNetId: '000002', hsmGroupId: 'HSM_LABS_PROD' }
const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const PROFILE = {
  name: 'Class A',
  lorawanVersion: 'MAC_V1_0_3',
  phyVersion: 'PHY_V1_0_3_REV_A',
  frequencyPlanId: 'EU_863_870_TTN',
}

export const THINGPARK_IDS = {
  deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
  connectivityPlanId: 'plan-basic',
  routingProfileId: 'busit',
}
const STACK_IDS = {
  deviceProfileId: 'a',
  connectivityPlanId: 'the-things-stack',
  routingProfileId: 'demo-app',
}

/** What a connector is built over. */
interface Site {
  readonly simulator: Simulator
  readonly fetch: Fetch
  readonly address: string
  readonly account: ReturnType<typeof clientCredentials>
}

async function openSite(fetch: Fetch | 'tls' = globalThis.fetch): Promise<Site> {
  const isTls = fetch === 'tls'
  const simulator = await startSimulator({ devices: [{ devEui, joinEui, ownerToken }], tls: isTls })
  return siteOf(simulator, isTls ? tlsFetch(simulator.certificate ?? '') : fetch)
}

function siteOf(simulator: Simulator, fetch: Fetch): Site {
  const { address } = simulator
  const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
  return { simulator, fetch, address, account: clientCredentials({ ...demoAccount, fetch, tokenUrl }) }
}

const stackAt = ({ fetch, address, simulator }: Site) =>
  theThingsStack({
    fetch,
    address,
    authorization: fixedToken(simulator.world.theThingsStack.apiKey),
    application: 'demo-app',
    profiles: { a: PROFILE },
  })

const activationAt = ({ fetch, address, account }: Site): JoinServer =>
  thingparkActivation({ fetch, address, authorization: account, kmSubscription: demoAccount.kmSubscription })

const joinServers: Readonly<Record<string, (site: Site) => JoinServer>> = {
  'thingpark-activation': activationAt,
  'the-things-stack': (site) => stackAt(site).joinServer,
  'the-things-join-server': ({ fetch, address, simulator }) =>
    theThingsJoinServer({
      fetch,
      address,
      authorization: fixedToken(simulator.world.theThingsStack.apiKey),
      homeNetId: network.homeNetId,
      asId: 'as.example',
    }),
  'thingpark-dx-core': (site) =>
    thingparkDxCoreClaim({
      ...site,
      authorization: site.account,
      jsProfile: 'js',
      jsSubscriberRef: demoAccount.kmSubscription,
      joinServer: activationAt(site),
    }).joinServer,
}

const networkServers: Readonly<
  Record<string, readonly [(site: Site) => NetworkServer, typeof THINGPARK_IDS]>
> = {
  'thingpark-wireless': [
    (site) => thingparkWireless({ ...site, authorization: site.account }),
    THINGPARK_IDS,
  ],
  'thingpark-dx-core': [(site) => thingparkDxCore({ ...site, authorization: site.account }), THINGPARK_IDS],
  'thingpark-enterprise': [
    (site) => thingparkEnterprise({ ...site, authorization: site.account }).networkServer,
    { ...THINGPARK_IDS, connectivityPlanId: 'Basic' },
  ],
  'the-things-stack': [(site) => stackAt(site).networkServer, STACK_IDS],
  chirpstack: [
    ({ fetch, address, simulator: { world } }) =>
      chirpStack({
        fetch,
        address,
        authorization: fixedToken(world.chirpStack.token),
        tenantId: world.chirpStack.tenantId,
        applicationId: world.chirpStack.applicationId,
        externalJoinEuis: ['70B3D57ED0000000/40'],
      }),
    {
      deviceProfileId: '8c3f08c9-b6ee-40f9-bfde-0ff7a0b292fc',
      connectivityPlanId: 'chirpstack',
      routingProfileId: 'f3a1c7de-0a35-4a3c-9c39-1c7a5a54a001',
    },
  ],
}

const applicationServers: Readonly<Record<string, (site: Site) => ApplicationServer>> = {
  busit: ({ fetch, address, simulator }) =>
    busit({ fetch, address, authorization: fixedToken(simulator.world.busitToken), connector: 1 }),
  'the-things-stack': (site) => stackAt(site).applicationServer,
  'http-application-server': ({ fetch, simulator }) => ownServerAt(simulator, fetch),
}

/** An Application Server of one's own, asked by a template. */
export function ownServerAt({ address, world }: Simulator, fetch: Fetch): ApplicationServer {
  const request = { address: `${address}/own/devices/{devEui}` }
  return httpApplicationServer({
    fetch,
    headers: { 'x-api-key': world.own.apiKey },
    provision: { ...request, method: 'PUT', body: { label: '{name}', keys: ['{asTransportKey}'] } },
    find: request,
    remove: request,
  })
}

export const joinServerNames = Object.keys(joinServers)
export const networkServerNames = Object.keys(networkServers)
export const applicationServerNames = Object.keys(applicationServers)

const secrets = [ownerToken, asTransportKey, demoAccount.clientSecret]

/** What all subjects share: the simulator, and its end. */
interface Opened {
  readonly simulator: Simulator
  readonly close: () => Promise<void>
  readonly secrets: readonly string[]
}

function opened({ simulator }: Site): Opened {
  return { simulator, close: () => simulator.close(), secrets }
}

export async function joinServerOf(name: string, fetch?: Fetch | 'tls') {
  const site = await openSite(fetch)
  const planned = { name: 'meter', ...THINGPARK_IDS }
  const device = { devEui, joinEui, ownerToken, planned }
  const wrongToken = '00000000000000000000000000000000'
  const unknown = parseEui64('70B3D57ED00A0009')!
  return {
    ...opened(site),
    server: joinServers[name]!(site),
    device,
    wrongToken,
    unknown,
    publicKey,
    network,
  }
}

export async function networkServerOf(name: string, fetch?: Fetch | 'tls') {
  const site = await openSite(fetch)
  const [make, ids] = networkServers[name]!
  return { ...opened(site), server: make(site), device: { name: 'meter', devEui, joinEui, ...ids } }
}

export async function applicationServerOf(name: string, fetch?: Fetch | 'tls') {
  const site = await openSite(fetch)
  // The Things Stack registers a device at its Application Server once the others have it.
  if (name === 'the-things-stack')
    await stackAt(site).networkServer.provision({ name: 'meter', devEui, joinEui, ...STACK_IDS })
  const device = { name: 'meter', devEui, joinEui, asTransportKey }
  return { ...opened(site), server: applicationServers[name]!(site), device }
}
