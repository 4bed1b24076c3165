import type { Eui64 } from '@claimtag/core'
import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange, exchangeOnly } from '../http/exchange.ts'
import { allPages } from '../http/pages.ts'
import { hasPrefix, parseEuiPrefix } from '../join-servers/eui-prefix.ts'
import type { CallOptions, FoundDevice, NetworkServer, NetworkServerDevice } from '../ports.ts'
import { provisioningError } from '../provisioning-error.ts'
import { chirpStackDialect } from './dialect.ts'
import type { ChirpStackDialect } from './dialect.ts'
import { deviceIn, profilesPage } from './schema.ts'
import type { ChirpStackDevice } from './schema.ts'

export interface ChirpStackOptions extends ConnectorOptions {
  readonly tenantId: string
  /** The application that devices are added to. */
  readonly applicationId: string
  /**
   * JoinEUIs, or prefixes such as `70B3D57ED0000000/40`, that ChirpStack leaves to an external Join Server
   * (`[[join_server.servers]]` of its configuration). Every other device would need a root key there.
   */
  readonly externalJoinEuis: readonly string[]
  readonly dialect?: Partial<ChirpStackDialect> | undefined
}

/** ChirpStack has no Connectivity Plans; this stands for one. */
const PLAN = { id: 'chirpstack', name: 'ChirpStack', isDefault: true }
const IN_A_PAGE = 100

/**
 * ChirpStack v4 as Network Server, for devices whose keys an external Join Server holds: it knows neither claims nor
 * ownerTokens, and a claim code carries no root key. A device with another JoinEUI is refused with `root-key-needed`
 * before anything is sent.
 *
 * @throws ProvisioningError `address-not-https`, `configuration-invalid` (a prefix in `externalJoinEuis`)
 *
 * @example
 * ```ts
 * import { chirpStack } from '@claimtag/provisioning/chirpstack'
 * import { fixedToken } from '@claimtag/provisioning/http'
 *
 * const networkServer = chirpStack({
 *   fetch,
 *   authorization: fixedToken('API key'),
 *   address: 'https://chirpstack-rest.example.com',
 *   tenantId: '52f14cd4-c6f1-4fbd-8f87-4025e1d49242',
 *   applicationId: 'f3a1c7de-0a35-4a3c-9c39-1c7a5a54a001',
 *   externalJoinEuis: ['70B3D57ED0000000/40'],
 * })
 * ```
 */
export function chirpStack(options: ChirpStackOptions): NetworkServer {
  const { applicationId, tenantId } = options
  const { basePath, errors } = { ...chirpStackDialect, ...options.dialect }
  const root = `${secureAddress(options.address, 'address')}${basePath}`
  const external = options.externalJoinEuis.map((text, at) => {
    const prefix = parseEuiPrefix(text)
    if (prefix !== undefined) return prefix
    const problem = 'must be an EUI or a prefix such as 70B3D57ED0000000/40'
    throw provisioningError({ code: 'configuration-invalid', field: `externalJoinEuis.${at}`, problem })
  })

  async function look(devEui: Eui64, call?: CallOptions): Promise<Answer<ChirpStackDevice | undefined>> {
    const request = { method: 'GET', url: `${root}/devices/${devEui.toLowerCase()}`, errors } as const
    const found = await exchange(options, { ...request, read: ({ body }) => deviceIn(body) }, call)
    return found.ok || found.fault.code !== 'not-found' ? found : answered(undefined)
  }

  function create(device: NetworkServerDevice, call?: CallOptions): Promise<Answer<undefined>> {
    const { name, devEui, joinEui, deviceProfileId } = device
    const json = { device: { devEui, joinEui, name, applicationId, deviceProfileId, isDisabled: false } }
    return exchangeOnly(options, { method: 'POST', url: `${root}/devices`, json, errors }, call)
  }

  return {
    connectivityPlans: async () => answered([PLAN]),
    routingProfiles: async () => answered([{ id: applicationId, name: applicationId, isDefault: true }]),
    deviceProfiles: (call) =>
      allPages(
        (index) => {
          const offset = (index - 1) * IN_A_PAGE
          const query = `tenantId=${encodeURIComponent(tenantId)}&limit=${IN_A_PAGE}&offset=${offset}`
          const request = { method: 'GET', url: `${root}/device-profiles?${query}`, errors } as const
          return exchange(options, { ...request, read: ({ body }) => profilesPage(body, offset) }, call)
        },
        ({ id }) => id,
      ),

    async provision(device, call) {
      const { devEui, joinEui } = device
      if (!external.some((prefix) => hasPrefix(joinEui, prefix))) return fault('root-key-needed')
      // Looked up before, since the error for a DevEUI in use is one for any mishap too.
      const before = await look(devEui, call)
      if (!before.ok) return { ok: false, fault: { ...before.fault, uncertain: false } }
      if (before.value !== undefined) return fault('conflict')
      const made = await create(device, call)
      if (made.ok) return answered({ device: devEui })
      if (!made.fault.uncertain) return made
      // And after: it was not there before, so with our values it is what we have made.
      const after = await look(devEui, call)
      if (!after.ok || after.value === undefined) return made
      return isAsWanted(after.value, device, applicationId) ? answered({ device: devEui }) : fault('conflict')
    },

    async find(devEui, call) {
      const found = await look(devEui, call)
      return found.ok ? answered(found.value && foundDevice(found.value)) : found
    },

    remove: ({ devEui }, call) =>
      exchangeOnly(
        options,
        { method: 'DELETE', url: `${root}/devices/${devEui.toLowerCase()}`, errors },
        call,
      ),
  }
}

function isAsWanted(found: ChirpStackDevice, wanted: NetworkServerDevice, applicationId: string): boolean {
  return (
    found.joinEui === wanted.joinEui &&
    found.deviceProfileId === wanted.deviceProfileId &&
    found.applicationId === applicationId
  )
}

function foundDevice({ devEui, applicationId, ...found }: ChirpStackDevice): FoundDevice {
  return {
    ...found,
    device: devEui,
    ...(applicationId === undefined ? {} : { routingProfileId: applicationId }),
  }
}
