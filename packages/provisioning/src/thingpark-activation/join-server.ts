import { fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange } from '../http/exchange.ts'
import type { Call } from '../http/exchange.ts'
import { named } from '../http/members.ts'
import type { CallOptions, JoinServer } from '../ports.ts'
import { thingparkActivationDialect } from './dialect.ts'
import type { ThingparkActivationDialect } from './dialect.ts'
import { asKeyAnswer, claimAnswer } from './schema.ts'

export interface ThingparkActivationOptions extends ConnectorOptions {
  /** The `{kmSubscription}` in the paths. */
  readonly kmSubscription: string
  /** The members in which your installation differs from {@link thingparkActivationDialect}. */
  readonly dialect?: Partial<ThingparkActivationDialect> | undefined
}

/**
 * ThingPark Activation as Join Server, over its OSS interface: `POST /kmSubscriptions/{kmSubscription}/asKeys`,
 * `…/devices/claim` and `…/devices/{device}`.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { fixedToken } from '@claimtag/provisioning/http'
 * import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
 *
 * const joinServer = thingparkActivation({
 *   fetch,
 *   authorization: fixedToken('token of the account'),
 *   address: 'https://js.example.com',
 *   kmSubscription: '42',
 * })
 * ```
 */
export function thingparkActivation(options: ThingparkActivationOptions): JoinServer {
  const dialect = { ...thingparkActivationDialect, ...options.dialect }
  const root = `${secureAddress(options.address, 'address')}${dialect.basePath}`
  const subscription = `${root}/kmSubscriptions/${encodeURIComponent(options.kmSubscription)}`

  function post<T>(
    path: string,
    json: unknown,
    read: Call<T>['read'],
    call?: CallOptions,
  ): Promise<Answer<T>> {
    return exchange(options, { method: 'POST', url: `${subscription}${path}`, json, read }, call)
  }

  return {
    createAsTransportKey: ({ publicKey }, call) =>
      post(
        '/asKeys',
        named(dialect.asKeyRequest, { publicKey }),
        ({ body }) => asKeyAnswer(body, dialect.asKeyAnswer),
        call,
      ),

    async claim({ devEui, ownerToken }, call) {
      const request = named(dialect.claimRequest, { devEui, ownerToken })
      const read: Call<{ readonly device: string }>['read'] = ({ body }) =>
        claimAnswer(body, dialect.claimAnswer, devEui)
      const answer = await post('/devices/claim', request, read, call)
      const status = answer.ok ? undefined : answer.fault.status
      const refused = status !== undefined && dialect.claimRefusedStatuses.includes(status)
      return refused ? fault('claim-refused', { status }) : answer
    },

    async provision({ device, devEui, joinEui, homeNetId, hsmGroupId, asTransportKeyId: asKey }, call) {
      const request = named(dialect.deviceRequest, { devEui, joinEui, homeNetId, hsmGroupId, asKey })
      const answer = await post(`/devices/${encodeURIComponent(device)}`, request, () => true, call)
      return answer.ok ? { ok: true, value: undefined } : answer
    },
  }
}
