import { answered } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { Authorization } from '../http/authorization.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { ALREADY_EXISTS } from '../http/error-table.ts'
import type { ErrorRow } from '../http/error-table.ts'
import { exchangeOnly } from '../http/exchange.ts'
import type { ApplicationServer } from '../ports.ts'
import { provisioningError } from '../provisioning-error.ts'
import { filled, filledAddress } from './template.ts'
import type { Template, TemplateValues } from './template.ts'

/** A request of your own. */
export interface HttpRequestTemplate {
  /** May contain `{devEui}`, `{joinEui}` and `{name}`; a key belongs into the body. */
  readonly address: string
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | undefined
}

export interface HttpApplicationServerOptions extends Omit<ConnectorOptions, 'authorization' | 'address'> {
  /** Bearer tokens. Left out where a header of your own says who you are. */
  readonly authorization?: Authorization | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The request that hands a device over; by `POST` unless it says else. Any 2xx is a success. */
  readonly provision: Omit<HttpRequestTemplate, 'method'> & {
    readonly method?: 'POST' | 'PUT' | undefined
    /** Default: `{ devEui, asTransportKey }` under these names. */
    readonly body?: Template | undefined
  }
  /** By `GET`; 2xx: it is there, with its key, 404: it is not. */
  readonly find?: HttpRequestTemplate | undefined
  /** By `DELETE`. */
  readonly remove?: HttpRequestTemplate | undefined
  /** What errors mean before their status is looked at. Default: words for "already exists" are `conflict`. */
  readonly errors?: readonly ErrorRow[] | undefined
}

const DEFAULT_BODY: Template = { devEui: '{devEui}', asTransportKey: '{asTransportKey}' }
const DEFAULT_ERRORS: readonly ErrorRow[] = [
  { status: [400, 409, 422, 500], says: ALREADY_EXISTS, is: 'conflict' },
]

/**
 * An Application Server of your own: one request with the DevEUI and the ASTK, whose fields you name. A repeated
 * request should succeed, or be refused with 409.
 *
 * @throws ProvisioningError `address-not-https`, `key-refused` (`{asTransportKey}` in an address)
 *
 * @example
 * ```ts
 * import { httpApplicationServer } from '@claimtag/provisioning/http-application-server'
 *
 * const applicationServer = httpApplicationServer({
 *   fetch,
 *   headers: { 'x-api-key': 'key of the account' },
 *   provision: {
 *     method: 'PUT',
 *     address: 'https://app.example.com/devices/{devEui}',
 *     body: { label: '{name}', keys: { transport: '{asTransportKey}' } },
 *   },
 *   remove: { address: 'https://app.example.com/devices/{devEui}' },
 * })
 * ```
 */
export function httpApplicationServer(options: HttpApplicationServerOptions): ApplicationServer {
  const { fetch, now, authorization, headers, provision, find, remove, errors = DEFAULT_ERRORS } = options
  const connector = { fetch, now, ...(authorization === undefined ? {} : { authorization }) }
  const addresses = {
    provision: checked(provision, 'provision.address'),
    find: find && checked(find, 'find.address'),
    remove: remove && checked(remove, 'remove.address'),
  }

  return {
    async provision({ devEui, joinEui, name, asTransportKey }, call) {
      const values = { devEui, joinEui, name, asTransportKey }
      const { method = 'POST', body = DEFAULT_BODY } = provision
      const url = filledAddress(addresses.provision, values)
      return exchangeOnly(connector, { method, url, headers, json: filled(body, values), errors }, call)
    },

    ...(find === undefined || addresses.find === undefined
      ? {}
      : {
          async find(devEui, call) {
            const url = filledAddress(addresses.find ?? '', known(devEui))
            const answer = await exchangeOnly(connector, { method: find.method ?? 'GET', url, headers }, call)
            if (answer.ok) return answered(true)
            return answer.fault.code === 'not-found' ? answered(false) : answer
          },
        }),

    ...(remove === undefined || addresses.remove === undefined
      ? {}
      : {
          remove({ devEui }, call) {
            const url = filledAddress(addresses.remove ?? '', known(devEui))
            return exchangeOnly(connector, { method: remove.method ?? 'DELETE', url, headers }, call)
          },
        }),
  } satisfies ApplicationServer
}

/**
 * The address of a request, which may not have a key in it: addresses end in logs.
 *
 * @throws ProvisioningError `address-not-https`, `key-refused`
 */
function checked({ address }: HttpRequestTemplate, field: string): string {
  if (address.includes('{asTransportKey}')) throw provisioningError({ code: 'key-refused', field })
  return secureAddress(address, field)
}

/** What is known of a device that is looked up. */
function known(devEui: string): TemplateValues {
  return { devEui, joinEui: '', name: '', asTransportKey: '' }
}
