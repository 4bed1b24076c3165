import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange } from '../http/exchange.ts'
import type { Call } from '../http/exchange.ts'
import type { CallOptions, ListedItem, NetworkServer } from '../ports.ts'
import { thingparkWirelessDialect } from './dialect.ts'
import type { ThingparkWirelessDialect } from './dialect.ts'
import { keyless } from './keyless.ts'
import { allPages } from './pages.ts'
import { briefsPage } from './schema.ts'
import type { Page } from './schema.ts'

export interface ThingparkWirelessOptions extends ConnectorOptions {
  /** The `{id}` of `/subscriptions/{id}`; `mine` for the account's own. */
  readonly subscription?: string | undefined
  readonly dialect?: Partial<ThingparkWirelessDialect> | undefined
}

/**
 * ThingPark Wireless as Network Server, over its OSS interface. Lists are `GET /networkSubscriptions` (the
 * Connectivity Plans), `/deviceProfiles` and `/appServersRoutingProfiles`; a device is `POST /devices`, answered with
 * 201 and its `Location`.
 *
 * @throws ProvisioningError `address-not-https`, `key-refused` (a secret in `extra` of the dialect)
 *
 * @example
 * ```ts
 * import { fixedToken } from '@claimtag/provisioning/http'
 * import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
 *
 * const authorization = fixedToken('token of the account')
 * const networkServer = thingparkWireless({ fetch, authorization, address: 'https://ns.example.com' })
 * ```
 */
export function thingparkWireless(options: ThingparkWirelessOptions): NetworkServer {
  const { subscription = 'mine' } = options
  const dialect = { ...thingparkWirelessDialect, ...options.dialect }
  const extra = keyless(dialect.extra)
  const root = `${secureAddress(options.address, 'address')}${dialect.basePath}/subscriptions/${encodeURIComponent(subscription)}`

  function list(path: string, call?: CallOptions): Promise<Answer<readonly ListedItem[]>> {
    return allPages((index) => {
      // The first page is requested without the unpublished parameter.
      const query = index === 1 ? '' : `?${encodeURIComponent(dialect.pageParameter)}=${index}`
      return exchange(options, { method: 'GET', url: `${root}${path}${query}`, read: pageOf }, call)
    })
  }

  return {
    connectivityPlans: (call) => list('/networkSubscriptions', call),
    deviceProfiles: (call) => list('/deviceProfiles', call),
    routingProfiles: (call) => list('/appServersRoutingProfiles', call),
    provision({ name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId }, call) {
      const json = {
        ...extra,
        name,
        EUI: devEui,
        [dialect.joinEui]: joinEui,
        model: { ID: deviceProfileId },
        networkSubscription: { ID: connectivityPlanId },
        appServersRoutingProfile: { ID: routingProfileId },
      }
      return exchange(options, { method: 'POST', url: `${root}/devices`, json, read: deviceOf }, call)
    },
  }
}

const pageOf: Call<Page>['read'] = ({ body }) => briefsPage(body)

const deviceOf: Call<{ readonly device: string }>['read'] = ({ location }) =>
  location === undefined ? undefined : { device: location }
