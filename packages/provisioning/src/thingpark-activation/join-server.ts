import { answered } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { errorInside } from '../http/error-inside.ts'
import { exchange } from '../http/exchange.ts'
import type { Call } from '../http/exchange.ts'
import { named } from '../http/members.ts'
import type { AsTransportKey, CallOptions, JoinServer } from '../ports.ts'
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

  const isError = (body: unknown): number | undefined => errorInside(body, dialect.mustNotHave)

  function post<T>(
    path: string,
    json: unknown,
    rest: Pick<Call<T>, 'read' | 'errors'>,
    call?: CallOptions,
  ): Promise<Answer<T>> {
    const request = { method: 'POST', url: `${subscription}${path}`, json, errorInside: isError } as const
    return exchange(options, { ...request, ...rest }, call)
  }

  return {
    createAsTransportKey: ({ publicKey }, call) => {
      const read: Call<AsTransportKey>['read'] = ({ body }) => asKeyAnswer(body, dialect.asKeyAnswer)
      const { errors } = dialect
      return post('/asKeys', named(dialect.asKeyRequest, { publicKey }), { read, errors }, call)
    },

    claim({ devEui, ownerToken }, call) {
      const { claimRefusedStatuses: status, claimErrors } = dialect
      const read: Call<{ readonly device: string }>['read'] = ({ body }) =>
        claimAnswer(body, dialect.claimAnswer, devEui)
      const errors: Call<never>['errors'] = [{ status, is: 'claim-refused' }, ...claimErrors]
      return post(
        '/devices/claim',
        named(dialect.claimRequest, { devEui, ownerToken }),
        { read, errors },
        call,
      )
    },

    async provision({ device, devEui, joinEui, homeNetId, hsmGroupId, asTransportKeyId: asKey }, call) {
      const request = named(dialect.deviceRequest, { devEui, joinEui, homeNetId, hsmGroupId, asKey })
      const { errors } = dialect
      const path = `/devices/${encodeURIComponent(device)}`
      const answer = await post(path, request, { read: () => true, errors }, call)
      return answer.ok ? answered(undefined) : answer
    },
  }
}
