import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange } from '../http/exchange.ts'
import type { ApplicationServer, CallOptions } from '../ports.ts'
import { busitDialect } from './dialect.ts'
import type { BusitDialect } from './dialect.ts'
import { instanceName } from './instance-name.ts'
import { errorInside, insertedId, instances, isResponse } from './schema.ts'
import type { Instance } from './schema.ts'

export interface BusitOptions extends ConnectorOptions {
  /** The number of the BusApp's connector, of which each device becomes an instance. */
  readonly connector: number
  /** The keys of that connector's configuration, in lower case. Default: `deveui` and `astk`. */
  readonly keys?: { readonly devEui: string; readonly asTransportKey: string } | undefined
  readonly dialect?: Partial<BusitDialect> | undefined
}

/**
 * Busit as Application Server: an instance of a BusApp's connector for each device, configured with its DevEUI and the
 * ASTK. The Bearer token of an account is `{user}:{32 hex digits}`.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { busit } from '@claimtag/provisioning/busit'
 * import { fixedToken } from '@claimtag/provisioning/http'
 *
 * const authorization = fixedToken('1234:0123456789abcdef0123456789abcdef')
 * const applicationServer = busit({ fetch, authorization, address: 'https://api.busit.com', connector: 17 })
 * ```
 */
export function busit(options: BusitOptions): ApplicationServer {
  const { connector, keys = { devEui: 'deveui', asTransportKey: 'astk' } } = options
  const dialect = { ...busitDialect, ...options.dialect }
  const root = `${secureAddress(options.address, 'address')}${dialect.basePath}/busit/instance`

  function post<T>(
    path: string,
    form: Readonly<Record<string, string>>,
    read: (body: unknown) => T | undefined,
    call?: CallOptions,
  ): Promise<Answer<T>> {
    const { errors } = dialect
    const request = { method: 'POST', url: `${root}${path}`, form, errors, errorInside } as const
    return exchange(options, { ...request, read: ({ body }) => read(body) }, call)
  }

  function search(devEui: string, call?: CallOptions): Promise<Answer<readonly Instance[]>> {
    const form = { lang: 'EN', uuid: devEui, connector: String(connector), extended: '1' }
    return post('/search', form, instances, call)
  }

  /** The instance of the device: the new one, or the one that an earlier attempt has left. */
  async function instanceOf(name: string, devEui: string, call?: CallOptions): Promise<Answer<string>> {
    const form = { name: instanceName(name, devEui), connector: String(connector), uuid: devEui }
    const made = await post('/insert', form, insertedId, call)
    if (made.ok || made.fault.code !== 'conflict') return made
    const found = await search(devEui, call)
    if (!found.ok) return found
    const [first] = found.value
    // Without an instance of this DevEUI the name belongs to another device.
    return first === undefined ? made : answered(first.id)
  }

  return {
    async provision({ name, devEui, asTransportKey }, call) {
      const instance = await instanceOf(name, devEui, call)
      if (!instance.ok) return instance
      for (const [key, value] of [
        [keys.devEui, devEui],
        [keys.asTransportKey, asTransportKey],
      ] as const) {
        const form = { instance: instance.value, key, value }
        const answer = await post('/config/update', form, isResponse, call)
        // The instance exists by now, whatever became of its configuration.
        if (!answer.ok) return { ok: false, fault: { ...answer.fault, uncertain: true } }
      }
      return answered(undefined)
    },

    async find(devEui, call) {
      const found = await search(devEui, call)
      if (!found.ok) return found
      const wanted = [keys.devEui, keys.asTransportKey]
      return answered(found.value.some((one) => wanted.every((key) => one.keys.includes(key))))
    },

    async remove({ devEui }, call) {
      const found = await search(devEui, call)
      if (!found.ok) return found
      if (found.value.length === 0) return fault('not-found')
      for (const { id } of found.value) {
        const answer = await post('/delete', { instance: id }, isResponse, call)
        if (!answer.ok) return answer
      }
      return answered(undefined)
    },
  }
}
