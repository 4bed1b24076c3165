import type { Eui64 } from '@claimtag/core'
import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import { confirmed } from '../http/look-up.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange, exchangeOnly } from '../http/exchange.ts'
import type { CallOptions, FoundDevice, JoinServer, ListedItem, NetworkServer } from '../ports.ts'
import { dxCoreDialect, thingparkDxCore } from '../thingpark-dx-core/index.ts'
import { dxDevice, dxList } from '../thingpark-dx-core/schema.ts'
import { thingparkEnterpriseDialect } from './dialect.ts'
import type { ThingparkEnterpriseDialect } from './dialect.ts'

export interface ThingparkEnterpriseOptions extends ConnectorOptions {
  readonly dialect?: Partial<ThingparkEnterpriseDialect> | undefined
}

/**
 * ThingPark Enterprise as Network Server. It cannot claim, and says so: `joinServer` answers every claim with
 * `unsupported`, for JoinEUIs that no Join Server of yours serves.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { fixedToken } from '@claimtag/provisioning/http'
 * import { thingparkEnterprise } from '@claimtag/provisioning/thingpark-enterprise'
 *
 * const { networkServer } = thingparkEnterprise({
 *   fetch,
 *   authorization: fixedToken('token of the account'),
 *   address: 'https://tpe.example.com',
 * })
 * ```
 */
export function thingparkEnterprise(options: ThingparkEnterpriseOptions): {
  readonly networkServer: NetworkServer
  readonly joinServer: JoinServer
} {
  const { basePath, lists, planId, routeId, errors } = { ...thingparkEnterpriseDialect, ...options.dialect }
  const root = `${secureAddress(options.address, 'address')}${basePath}`
  const dxCore = thingparkDxCore({ ...options, dialect: { basePath, errors } })

  function list(path: string, id: string, call?: CallOptions): Promise<Answer<readonly ListedItem[]>> {
    const names = { ...dxCoreDialect.listed, id }
    const request = { method: 'GET', url: `${root}${path}`, errors } as const
    return exchange(options, { ...request, read: ({ body }) => dxList(body, names) }, call)
  }

  async function find(devEui: Eui64, call?: CallOptions): Promise<Answer<FoundDevice | undefined>> {
    const found = (await dxCore.find?.(devEui, call)) ?? answered(undefined)
    // Plans and routes of a device are not told under the names that it was made with.
    if (!found.ok || found.value === undefined) return found
    const { connectivityPlanId: _plan, routingProfileId: _route, ...told } = found.value
    return answered(told)
  }

  const networkServer: NetworkServer = {
    connectivityPlans: (call) => list(lists.connectivityPlans, planId, call),
    deviceProfiles: (call) => list(lists.deviceProfiles, 'id', call),
    routingProfiles: (call) => list(lists.routes, routeId, call),

    async provision({ name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId }, call) {
      const json = {
        name,
        EUI: devEui,
        activationType: 'OTAA',
        applicationEUI: joinEui,
        deviceProfileId,
        connectivityPlanName: connectivityPlanId,
        processingStrategyId: 'ROUTE',
        routeRefs: [routingProfileId],
      }
      const request = { method: 'POST', url: `${root}/devices`, json, errors } as const
      const made = await exchange(options, { ...request, read: ({ body }) => dxDevice(body) }, call)
      return confirmed(made, { joinEui, deviceProfileId }, () => find(devEui, call))
    },

    find,

    remove: ({ devEui }, call) =>
      exchangeOnly(options, { method: 'DELETE', url: `${root}/devices/e${devEui}`, errors }, call),
  }

  return {
    networkServer,
    joinServer: { createAsTransportKey: unsupported, claim: unsupported, provision: unsupported },
  }
}

async function unsupported(): Promise<ReturnType<typeof fault>> {
  return fault('unsupported')
}
