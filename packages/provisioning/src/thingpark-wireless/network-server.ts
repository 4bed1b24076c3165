import { answered } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import { confirmed, referenceOf } from '../http/look-up.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { deviceUrl } from '../http/device-url.ts'
import { exchange, exchangeOnly } from '../http/exchange.ts'
import { allPages } from '../http/pages.ts'
import type { Page } from '../http/pages.ts'
import type { CallOptions, FoundDevice, ListedItem, NetworkServer } from '../ports.ts'
import { thingparkWirelessDialect } from './dialect.ts'
import type { ThingparkWirelessDialect } from './dialect.ts'
import { keyless } from './keyless.ts'
import { briefsPage, devicesPage } from './schema.ts'

export interface ThingparkWirelessOptions extends ConnectorOptions {
  /** The `{id}` of `/subscriptions/{id}`; `mine` for the account's own. */
  readonly subscription?: string | undefined
  readonly dialect?: Partial<ThingparkWirelessDialect> | undefined
}

/**
 * ThingPark Wireless as Network Server, over its OSS interface. Lists are `GET /networkSubscriptions` (the
 * Connectivity Plans), `/deviceProfiles` and `/appServersRoutingProfiles`; a device is `POST /devices`, answered with
 * 201 and its `Location`, or looked up where there is none.
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
  const { errors } = dialect
  const extra = keyless(dialect.extra)
  const root = `${secureAddress(options.address, 'address')}${dialect.basePath}/subscriptions/${encodeURIComponent(subscription)}`
  const devices = `${root}/devices`

  function pages<T>(
    path: string,
    query: string,
    read: (body: unknown) => Page<T> | undefined,
    idOf: (item: T) => string | undefined,
    call?: CallOptions,
  ): Promise<Answer<readonly T[]>> {
    return allPages((index) => {
      // The first page is requested without the unpublished parameter.
      const more = index === 1 ? '' : `${encodeURIComponent(dialect.pageParameter)}=${index}`
      const all = [query, more].filter((part) => part !== '').join('&')
      const url = `${root}${path}${all === '' ? '' : `?${all}`}`
      return exchange(options, { method: 'GET', url, errors, read: ({ body }) => read(body) }, call)
    }, idOf)
  }

  const list = (path: string, call?: CallOptions): Promise<Answer<readonly ListedItem[]>> =>
    pages(path, '', briefsPage, ({ id }) => id, call)

  async function find(devEui: string, call?: CallOptions): Promise<Answer<FoundDevice | undefined>> {
    const { findParameter, joinEui } = dialect
    const query = findParameter === '' ? '' : `${encodeURIComponent(findParameter)}=${devEui}`
    const read = (body: unknown): ReturnType<typeof devicesPage> => devicesPage(body, joinEui)
    const found = await pages('/devices', query, read, (one) => one.devEui, call)
    // Compared here, since a server may not know the filter.
    if (found.ok) return answered(found.value.find((one) => one.devEui === devEui)?.found)
    return found.fault.code === 'not-found' ? answered(undefined) : found
  }

  return {
    connectivityPlans: (call) => list('/networkSubscriptions', call),
    deviceProfiles: (call) => list('/deviceProfiles', call),
    routingProfiles: (call) => list('/appServersRoutingProfiles', call),

    async provision({ name, devEui, joinEui, ...profiles }, call) {
      const made = await exchange(
        options,
        {
          method: 'POST',
          url: devices,
          json: {
            ...extra,
            name,
            EUI: devEui,
            [dialect.joinEui]: joinEui,
            model: { ID: profiles.deviceProfileId },
            networkSubscription: { ID: profiles.connectivityPlanId },
            appServersRoutingProfile: { ID: profiles.routingProfileId },
          },
          errors,
          ignoresBody: true,
          read: ({ location }) => (location === undefined ? undefined : { device: location }),
        },
        call,
      )
      return confirmed(made, { joinEui, ...profiles }, () => find(devEui, call))
    },

    find,

    async remove({ devEui, device }, call) {
      const known = await referenceOf(device, () => find(devEui, call))
      if (!known.ok) return known
      const request = { method: 'DELETE', url: deviceUrl(devices, known.value), errors } as const
      return exchangeOnly(options, request, call)
    },

    async capacity(connectivityPlanId, call) {
      const plans = await list('/networkSubscriptions', call)
      return plans.ok ? answered(plans.value.find(({ id }) => id === connectivityPlanId)?.freeSlots) : plans
    },
  }
}
