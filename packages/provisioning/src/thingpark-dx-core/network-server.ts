import { answered } from '../answer.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import type { NetworkServer } from '../ports.ts'
import { dxBody, dxDevicesAt } from './devices.ts'
import type { DxCoreDialect } from './dialect.ts'

export interface DxCoreOptions extends ConnectorOptions {
  readonly dialect?: Partial<DxCoreDialect> | undefined
}

/**
 * ThingPark Wireless as Network Server, over DX Core: `GET /connectivityPlans`, `/deviceProfiles` and
 * `/routingProfiles`, which come whole, and `POST /devices` with `activationType` OTAA.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { fixedToken } from '@claimtag/provisioning/http'
 * import { thingparkDxCore } from '@claimtag/provisioning/thingpark-dx-core'
 *
 * const authorization = fixedToken('token of the account')
 * const networkServer = thingparkDxCore({ fetch, authorization, address: 'https://dx.example.com' })
 * ```
 */
export function thingparkDxCore(options: DxCoreOptions): NetworkServer {
  const { list, create, find, remove } = dxDevicesAt(options, options.dialect)
  return {
    connectivityPlans: (call) => list('/connectivityPlans', call),
    deviceProfiles: (call) => list('/deviceProfiles', call),
    routingProfiles: (call) => list('/routingProfiles', call),
    provision: (device, call) => create(device.devEui, dxBody(device), call),
    find,
    remove,
    async capacity(connectivityPlanId, call) {
      const plans = await list('/connectivityPlans', call)
      return plans.ok ? answered(plans.value.find(({ id }) => id === connectivityPlanId)?.freeSlots) : plans
    },
  }
}
