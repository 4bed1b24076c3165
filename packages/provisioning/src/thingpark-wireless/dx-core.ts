import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange } from '../http/exchange.ts'
import type { Call } from '../http/exchange.ts'
import type { CallOptions, ListedItem, NetworkServer } from '../ports.ts'
import { dxCoreDialect } from './dialect.ts'
import type { DxCoreDialect } from './dialect.ts'
import { allPages } from './pages.ts'
import { dxDevice, dxPage } from './schema.ts'

export interface DxCoreOptions extends ConnectorOptions {
  readonly dialect?: Partial<DxCoreDialect> | undefined
}

/**
 * ThingPark Wireless as Network Server, over DX Core: `GET /connectivityPlans`, `/deviceProfiles` and
 * `/routingProfiles` in pages of 100, `POST /devices` with `activationType` OTAA.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { fixedToken } from '@claimtag/provisioning/http'
 * import { thingparkDxCore } from '@claimtag/provisioning/thingpark-wireless'
 *
 * const authorization = fixedToken('token of the account')
 * const networkServer = thingparkDxCore({ fetch, authorization, address: 'https://dx.example.com' })
 * ```
 */
export function thingparkDxCore(options: DxCoreOptions): NetworkServer {
  const dialect = { ...dxCoreDialect, ...options.dialect }
  const root = `${secureAddress(options.address, 'address')}${dialect.basePath}`

  function list(path: string, call?: CallOptions): Promise<Answer<readonly ListedItem[]>> {
    return allPages((index) =>
      exchange(
        options,
        {
          method: 'GET',
          url: `${root}${path}?pageIndex=${index}`,
          read: ({ body }) => dxPage(body, dialect.listed),
        },
        call,
      ),
    )
  }

  return {
    connectivityPlans: (call) => list('/connectivityPlans', call),
    deviceProfiles: (call) => list('/deviceProfiles', call),
    routingProfiles: (call) => list('/routingProfiles', call),
    provision({ name, devEui, joinEui, ...profiles }, call) {
      const json = {
        name,
        EUI: devEui,
        activationType: 'OTAA',
        applicationEUI: joinEui,
        deviceProfileId: profiles.deviceProfileId,
        connectivityPlanId: profiles.connectivityPlanId,
        routingProfileId: profiles.routingProfileId,
      }
      return exchange(options, { method: 'POST', url: `${root}/devices`, json, read: deviceOf }, call)
    },
  }
}

const deviceOf: Call<{ readonly device?: string }>['read'] = ({ body }) => dxDevice(body)
