import { answered, fault } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { Authorization } from '../http/authorization.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange, exchangeOnly } from '../http/exchange.ts'
import { NO_TRANSPORT_KEY } from '../steps/no-transport-key.ts'
import type { JoinServer } from '../ports.ts'
import { theThingsJoinServerDialect } from './dialect.ts'
import type { TheThingsJoinServerDialect } from './dialect.ts'
import { claimData } from './schema.ts'

export interface TheThingsJoinServerOptions extends Omit<ConnectorOptions, 'authorization'> {
  /** Left out where `fetch` brings a client certificate, as the public service asks for. */
  readonly authorization?: Authorization | undefined
  /** Home NetID of the Network Server, 3 bytes in hex: the configuration's, since it is told with the claim. */
  readonly homeNetId: string
  /** EUI of the Network Server, where one NetID has several. */
  readonly homeNsId?: string | undefined
  /** The Application Server's ID at the Join Server. */
  readonly asId: string
  /** No other account may claim the device until it is released. Default true. */
  readonly lock?: boolean | undefined
  /** Have a new ownerToken made, which ends the printed one. Default: as the server does. */
  readonly regenerateOwnerToken?: boolean | undefined
  /** The key, in hex, that wraps the session's keys on their way, and its label at the receiver. */
  readonly kek?: { readonly label: string; readonly key: string } | undefined
  readonly dialect?: Partial<TheThingsJoinServerDialect> | undefined
}

/**
 * The Things Join Server, version 2. The claim tells it all it needs, so that nothing is left to provision; it makes no
 * AS transport key (a workflow of its own takes `unwrapKey: neverUnwrapped`).
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { theThingsJoinServer } from '@claimtag/provisioning/the-things-join-server'
 *
 * const joinServer = theThingsJoinServer({
 *   fetch, // with the client certificate of your account
 *   address: 'https://js.cloud.thethings.industries',
 *   homeNetId: '000013',
 *   asId: 'as.example.com',
 * })
 * ```
 */
export function theThingsJoinServer(options: TheThingsJoinServerOptions): JoinServer {
  const { homeNetId, homeNsId, asId, lock = true, regenerateOwnerToken, kek } = options
  const { basePath, claimErrors } = { ...theThingsJoinServerDialect, ...options.dialect }
  const root = `${secureAddress(options.address, 'address')}${basePath}`
  const { fetch, authorization, now } = options
  const connector = { fetch, now, ...(authorization === undefined ? {} : { authorization }) }
  const claimUrl = (devEui: string): string => `${root}/devices/${devEui}/claim`

  return {
    createAsTransportKey: async () => answered(NO_TRANSPORT_KEY),

    async claim({ devEui, ownerToken }, call) {
      const json = {
        ownerToken,
        homeNetID: homeNetId,
        ...(homeNsId === undefined ? {} : { homeNSID: homeNsId }),
        asID: asId,
        lock,
        ...(regenerateOwnerToken === undefined ? {} : { regenerateOwnerToken }),
        ...(kek === undefined ? {} : { kek }),
      }
      const request = { method: 'PUT', url: claimUrl(devEui), json, errors: claimErrors } as const
      const answer = await exchangeOnly(connector, request, call)
      return answer.ok ? answered({ device: devEui }) : answer
    },

    async provision(request) {
      // Told with the claim; another NetID now would be for another Network Server.
      return request.homeNetId.toUpperCase() === homeNetId.toUpperCase()
        ? answered(undefined)
        : fault('rejected')
    },

    async status({ devEui }, call) {
      const request = { method: 'GET', url: claimUrl(devEui) } as const
      const answer = await exchange(connector, { ...request, read: ({ body }) => claimData(body) }, call)
      if (answer.ok) {
        const isNetwork = answer.value.homeNetId === homeNetId.toUpperCase()
        const isServer = homeNsId === undefined || answer.value.homeNsId === homeNsId.toUpperCase()
        return answered(isNetwork && isServer ? 'ours' : 'others')
      }
      if (answer.fault.code === 'forbidden') return answered('others')
      return answer.fault.code === 'not-found' ? answered('unclaimed') : answer
    },

    async release({ devEui }, call) {
      const answer = await exchangeOnly(connector, { method: 'DELETE', url: claimUrl(devEui) }, call)
      if (answer.ok || answer.fault.code !== 'forbidden') return answer
      return fault('not-found', answer.fault.status === undefined ? {} : { status: answer.fault.status })
    },
  }
}
