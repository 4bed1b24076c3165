/** One device at Busit. */
export interface BusitInstance {
  readonly id: number
  readonly name: string
  readonly connector: number
  readonly uuid: string
  readonly config: Map<string, string>
}

export interface BusitWorld {
  /** The account's half of the Bearer token, `{user}:{token}`. */
  readonly user: string
  readonly token: string
  /** The connectors that exist, with the keys of their configuration. */
  readonly connectors: ReadonlyMap<number, readonly string[]>
  readonly instances: Map<number, BusitInstance>
}

export function busitWorld(): BusitWorld {
  return {
    user: 'demo',
    token: '0123456789abcdef0123456789abcdef',
    connectors: new Map([[1, ['deveui', 'astk']]]),
    instances: new Map(),
  }
}

/** A device at The Things Stack, as its three registries have it. */
export interface StackDevice {
  readonly devEui: string
  readonly joinEui: string
  identity?: Readonly<Record<string, unknown>>
  network?: Readonly<Record<string, unknown>>
  application?: Readonly<Record<string, unknown>>
}

export interface TheThingsStackWorld {
  readonly apiKey: string
  readonly applications: readonly string[]
  /** JoinEUIs of the Join Servers where it can claim. */
  readonly claimableJoinEuis: ReadonlySet<string>
  readonly frequencyPlans: readonly string[]
  /** By `{application}/{device}`. */
  readonly devices: Map<string, StackDevice>
}

export function theThingsStackWorld(devices: readonly { readonly joinEui: string }[]): TheThingsStackWorld {
  return {
    apiKey: 'NNSXS.DEMO',
    applications: ['demo-app'],
    claimableJoinEuis: new Set(devices.map(({ joinEui }) => joinEui)),
    frequencyPlans: ['EU_863_870_TTN', 'US_902_928_FSB_2'],
    devices: new Map(),
  }
}

interface ChirpStackDevice {
  readonly devEui: string
  readonly joinEui: string
  readonly name: string
  readonly applicationId: string
  readonly deviceProfileId: string
}

export interface ChirpStackWorld {
  readonly token: string
  readonly tenantId: string
  readonly applicationId: string
  readonly deviceProfiles: readonly { readonly id: string; readonly name: string }[]
  /** The tenant's limit. */
  mostDevices: number
  readonly devices: Map<string, ChirpStackDevice>
}

export function chirpStackWorld(): ChirpStackWorld {
  return {
    token: 'chirpstack-demo-token',
    tenantId: '52f14cd4-c6f1-4fbd-8f87-4025e1d49242',
    applicationId: 'f3a1c7de-0a35-4a3c-9c39-1c7a5a54a001',
    deviceProfiles: [{ id: '8c3f08c9-b6ee-40f9-bfde-0ff7a0b292fc', name: 'Class A, external Join Server' }],
    mostDevices: 100,
    devices: new Map(),
  }
}

/** An Application Server of one's own. */
export interface OwnWorld {
  /** In the header `x-api-key`. */
  readonly apiKey: string
  /** By DevEUI: what it was sent, with the ASTK. */
  readonly devices: Map<string, Readonly<Record<string, unknown>>>
}

export function ownWorld(): OwnWorld {
  return { apiKey: 'demo-own-key', devices: new Map() }
}
