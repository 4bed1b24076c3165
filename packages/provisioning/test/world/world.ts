import { parseEui64 } from '@claimtag/core'
import type { DeviceRecord, Eui64 } from '@claimtag/core'
import { answered, fault } from '@claimtag/provisioning'
import type {
  ApplicationServer,
  FoundDevice,
  JoinServer,
  JoinServerDevice,
  NetworkServer,
  NetworkServerDevice,
  PortalConfiguration,
} from '@claimtag/provisioning'

export function eui(text: string): Eui64 {
  const parsed = parseEui64(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

const joinEui = eui('70B3D57ED0000002')
export const record = {
  devEui: eui('70B3D57ED00A0004'),
  joinEui,
  ownerToken: 'Wq7ZkP0xT3mVb9LdRy2sQg==',
} satisfies DeviceRecord
export const choice = { routingProfileId: 'busit' }
export const configuration: PortalConfiguration = {
  routingProfiles: { busit: { name: 'Busit' } },
  deviceProfiles: { generic: { name: 'Generic' } },
  deviceProfileByJoinEui: { [joinEui]: 'generic' },
  homeNetId: '000002',
  hsmGroupId: 'HSM',
}

/** Servers in memory, which do what they are asked once, and count it. */
export interface World {
  readonly joinServer: JoinServer
  readonly networkServer: NetworkServer
  readonly applicationServer: ApplicationServer
  /** All that the servers have, as text: two worlds with the same are in the same state. */
  readonly holdings: () => string
  /** What they were asked to do and did, in this order. */
  readonly done: readonly string[]
  /** Hands the device to another account, or makes it free. */
  readonly claimFor: (owner: 'ours' | 'others' | undefined) => void
  readonly devices: Map<Eui64, NetworkServerDevice>
  readonly keys: Map<Eui64, string>
}

export interface WorldOptions {
  /** Whether servers can be asked what they have. */
  readonly canLook: boolean
  /** What the Network Server tells of a device. */
  readonly told?: (device: NetworkServerDevice) => FoundDevice
  readonly freeSlots?: number
}

export function createWorld({ canLook, told = wholly, freeSlots }: WorldOptions): World {
  const done: string[] = []
  let owner: 'ours' | 'others' | undefined
  let served: JoinServerDevice | undefined
  const devices = new Map<Eui64, NetworkServerDevice>()
  const keys = new Map<Eui64, string>()

  const joinServer: JoinServer = {
    async createAsTransportKey() {
      done.push('key')
      const id = `ask-${done.filter((one) => one === 'key').length}`
      return answered({ id, encryptedKey: `wrapped ${id}` })
    },
    async claim({ ownerToken }) {
      if (owner !== undefined || ownerToken !== record.ownerToken)
        return fault('claim-refused', { status: 403 })
      owner = 'ours'
      done.push('claim')
      return answered({ device: 'km-1' })
    },
    async provision(request) {
      if (owner !== 'ours') return fault('not-found', { status: 404 })
      served = { ...request, device: 'km-1' }
      done.push('join-server')
      return answered(undefined)
    },
    async release() {
      if (owner !== 'ours') return fault('not-found', { status: 404 })
      owner = undefined
      served = undefined
      done.push('release')
      return answered(undefined)
    },
  }
  const plan = { id: 'basic', name: 'Basic', isDefault: true }
  const networkServer: NetworkServer = {
    connectivityPlans: async () => answered([freeSlots === undefined ? plan : { ...plan, freeSlots }]),
    deviceProfiles: async () => answered([{ id: 'generic', name: 'Generic', isDefault: true }]),
    routingProfiles: async () => answered([{ id: 'busit', name: 'Busit', isDefault: true }]),
    async provision(request) {
      if (devices.has(request.devEui)) return fault('conflict', { status: 409 })
      devices.set(request.devEui, request)
      done.push('network-server')
      return answered({ device: '/devices/1' })
    },
    async remove({ devEui }) {
      if (!devices.delete(devEui)) return fault('not-found', { status: 404 })
      done.push('removed from the network server')
      return answered(undefined)
    },
  }
  const applicationServer: ApplicationServer = {
    async provision({ devEui, asTransportKey }) {
      if (keys.has(devEui)) return fault('conflict', { status: 409 })
      keys.set(devEui, asTransportKey)
      done.push('application-server')
      return answered(undefined)
    },
    async remove({ devEui }) {
      if (!keys.delete(devEui)) return fault('not-found', { status: 404 })
      done.push('removed from the application server')
      return answered(undefined)
    },
  }
  if (canLook) {
    joinServer.status = async () => answered(owner ?? 'unclaimed')
    networkServer.find = async (devEui) => {
      const device = devices.get(devEui)
      return answered(device && told(device))
    }
    networkServer.capacity = async () => answered(freeSlots)
    applicationServer.find = async (devEui) => answered(keys.has(devEui))
  }
  return {
    joinServer,
    networkServer,
    applicationServer,
    done,
    devices,
    keys,
    claimFor: (next) => (owner = next),
    holdings: () => JSON.stringify({ owner, served, devices: [...devices], keys: [...keys] }),
  }
}

function wholly({
  name,
  joinEui: served,
  deviceProfileId,
  connectivityPlanId,
  routingProfileId,
}: NetworkServerDevice): FoundDevice {
  const device = '/devices/1'
  return { device, name, joinEui: served, deviceProfileId, connectivityPlanId, routingProfileId }
}
