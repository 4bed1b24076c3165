import { encode, thingpark } from '@claimtag/core'
import { platformClock } from '@claimtag/provisioning/retry'
import {
  demoAccount,
  type DeliveredDevice,
  type Simulator,
  startSimulator,
} from 'claimtag-example-thingpark-simulator'
import { listen } from '../server/listen.ts'
import { createPortal, diskStore, LOGIN, openKey, type PortalOptions, settingsOf } from '../server/portal.ts'

/** What the demonstration logs in with. */
export const demoLogin = { ...demoAccount, busitToken: 'demo:0123456789abcdef0123456789abcdef' }

const JOIN_EUI = '70B3D57ED0000002'

/** Made-up devices, always the same ones. */
export const demoDevices: readonly DeliveredDevice[] = Array.from({ length: 60 }, (_, index) => ({
  devEui: `70B3D57ED00B${(0x1000 + index).toString(16).toUpperCase()}`,
  joinEui: JOIN_EUI,
  ownerToken: Buffer.from(Array.from({ length: 16 }, (__, at) => (index * 37 + at * 11 + 5) & 255)).toString(
    'base64',
  ),
}))

/** The text of the device's code, as its maker would print it. */
export function codeOf(device: DeliveredDevice): string {
  const record = { ...device, serialNumber: `26W48-${device.devEui.slice(-4)}` }
  return encode(record, thingpark)
}

export interface DemoOptions {
  /** Where the portal keeps its things. */
  readonly folder: string
  readonly files: PortalOptions['files']
  readonly port?: number
  readonly host?: string
  readonly clock?: PortalOptions['clock']
  readonly log?: (line: string) => void
  readonly devices?: readonly DeliveredDevice[]
  /** A world that runs already; a new one when left out. */
  readonly simulator?: Simulator
  readonly isHttps?: boolean
  readonly isBehindProxy?: boolean
}

export interface Demo {
  readonly address: string
  readonly simulator: Simulator
  /** Ends the portal, and the simulator that it has started. */
  close(): Promise<void>
}

/** A document for servers that all run at one address. */
export function demoSettings(address: string) {
  const at = { address, account: 'thingpark' }
  const document = {
    routingProfiles: { busit: { name: 'Busit' } },
    deviceProfiles: { 'LORA/GenericA.1.0.3a_ETSI': { name: 'Generic class A' } },
    deviceProfileByJoinEui: { [JOIN_EUI]: 'LORA/GenericA.1.0.3a_ETSI' },
    homeNetId: '000002',
    hsmGroupId: 'HSM_LABS_PROD',
    accounts: {
      thingpark: {
        tokenUrl: `${address}/users-auth/protocol/openid-connect/token`,
        clientId: { env: LOGIN.clientId },
        clientSecret: { env: LOGIN.clientSecret },
      },
      busit: { token: { env: LOGIN.busitToken } },
    },
    joinServers: [{ kind: 'thingpark-activation', kmSubscription: LOGIN.kmSubscription, ...at }],
    networkServer: { kind: 'thingpark-wireless', ...at },
    applicationServer: { kind: 'busit', address, account: 'busit', connector: 1 },
  }
  return settingsOf(document, () => '')
}

/** Starts the portal against simulated servers. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const {
    folder,
    files,
    port = 0,
    host,
    clock = platformClock,
    log = () => undefined,
    isHttps = false,
    isBehindProxy = false,
  } = options
  const simulator = options.simulator ?? (await startSimulator({ devices: options.devices ?? demoDevices }))
  const portal = createPortal({
    settings: demoSettings(simulator.address),
    key: await openKey(folder),
    store: diskStore(folder),
    files,
    isHttps,
    isBehindProxy,
    clock,
    log,
  })
  const server = await listen(portal.app, port, host)
  return {
    address: server.address,
    simulator,
    async close() {
      portal.close()
      await server.close()
      if (options.simulator === undefined) await simulator.close()
    },
  }
}

export { serveFiles } from '../server/files.ts'
