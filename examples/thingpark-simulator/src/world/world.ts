import { busitWorld, chirpStackWorld, ownWorld, theThingsStackWorld } from './other-servers.ts'
import type { BusitWorld, ChirpStackWorld, OwnWorld, TheThingsStackWorld } from './other-servers.ts'

/** A device as the maker has delivered it to the Join Server. */
export interface DeliveredDevice {
  readonly devEui: string
  readonly joinEui: string
  readonly ownerToken: string
}

/** An account that may log in, and its Join Server subscription. */
export interface Account {
  readonly clientId: string
  readonly clientSecret: string
  readonly kmSubscription: string
}

export interface ListEntry {
  readonly ID: string
  readonly name: string
  readonly isDefault: boolean
  /** Of Connectivity Plans: how many devices it may have; the list says how many it has. */
  readonly granted?: number
}

interface JoinServerEntry extends DeliveredDevice {
  /** The Join Server's own name for the device. */
  readonly reference: string
  claimedBy?: string
  provisioned?: { readonly asKey: string; readonly homeNsNetID: string; readonly hsmGroupID: string }
  /** What The Things Join Server was told with the claim. */
  claim?: {
    readonly homeNetID: string
    readonly homeNSID?: string
    readonly locked: boolean
    readonly asID?: string
  }
}

export interface NetworkServerEntry {
  readonly reference: string
  readonly name: string
  readonly devEui: string
  readonly joinEui: string
  readonly deviceProfileId: string
  readonly connectivityPlanId: string
  readonly routingProfileId: string
}

/** The whole state of the servers, for tests; on the wire only the routes show parts of it. */
export interface World {
  readonly accounts: readonly Account[]
  readonly busitToken: string
  readonly connectivityPlans: readonly ListEntry[]
  readonly deviceProfiles: readonly ListEntry[]
  readonly routingProfiles: readonly ListEntry[]
  readonly hsmGroups: readonly string[]
  /** Lists of ThingPark Wireless that say `more` and give every page again: a server that knows no pages. */
  repeatsPages: boolean
  /** The devices of all Join Servers, of ThingPark and of The Things Industries alike. */
  readonly joinServer: Map<string, JoinServerEntry>
  readonly networkServer: Map<string, NetworkServerEntry>
  /** DevEUI to the ASTK that the Application Server was given. */
  readonly applicationServer: Map<string, string>
  /** ASTKs by ID. A real Join Server keeps no copy; this one does, so that tests can compare. */
  readonly asKeys: Map<string, { readonly kmSubscription: string; readonly key: string }>
  readonly busit: BusitWorld
  readonly theThingsStack: TheThingsStackWorld
  readonly chirpStack: ChirpStackWorld
  readonly own: OwnWorld
}

export interface WorldOptions {
  readonly devices: readonly DeliveredDevice[]
  readonly accounts?: readonly Account[]
  readonly connectivityPlans?: readonly ListEntry[]
}

export const demoAccount: Account = { clientId: 'demo', clientSecret: 'demo-secret', kmSubscription: '42' }

export function createWorld({ devices, accounts = [demoAccount], connectivityPlans }: WorldOptions): World {
  const entries = devices.map((device, index) => ({ ...device, reference: `km-${index + 1}` }))
  return {
    accounts,
    busitToken: 'busit-demo-token',
    connectivityPlans: connectivityPlans ?? [
      { ID: 'plan-basic', name: 'Basic', isDefault: true, granted: 10_000 },
      { ID: 'plan-metering', name: 'Metering', isDefault: false },
    ],
    deviceProfiles: [
      { ID: 'LORA/GenericA.1.0.3a_ETSI', name: 'Generic class A', isDefault: true },
      { ID: 'LORA/GenericC.1.0.3a_ETSI', name: 'Generic class C', isDefault: false },
    ],
    routingProfiles: [{ ID: 'busit', name: 'Busit', isDefault: true }],
    hsmGroups: ['HSM_LABS_PROD'],
    repeatsPages: false,
    joinServer: new Map(entries.map((entry) => [entry.devEui, entry])),
    networkServer: new Map(),
    applicationServer: new Map(),
    asKeys: new Map(),
    busit: busitWorld(),
    theThingsStack: theThingsStackWorld(devices),
    chirpStack: chirpStackWorld(),
    own: ownWorld(),
  }
}
