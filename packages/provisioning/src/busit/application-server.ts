import { secureAddress } from '../http/address.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import { exchange } from '../http/exchange.ts'
import { named } from '../http/members.ts'
import type { ApplicationServer } from '../ports.ts'

/** Busit publishes no interface: all of this is a default, to be replaced by what Busit tells you. */
export interface BusitDialect {
  readonly path: string
  readonly deviceRequest: { readonly devEui: string; readonly asTransportKey: string }
}

export const busitDialect: BusitDialect = {
  path: '/devices',
  deviceRequest: { devEui: 'devEUI', asTransportKey: 'asTransportKey' },
}

export interface BusitOptions extends ConnectorOptions {
  readonly dialect?: Partial<BusitDialect> | undefined
}

/**
 * Busit as Application Server: one `POST` with the DevEUI and the ASTK.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { busit } from '@claimtag/provisioning/busit'
 * import { fixedToken } from '@claimtag/provisioning/http'
 *
 * const authorization = fixedToken('token of the account')
 * const applicationServer = busit({ fetch, authorization, address: 'https://busit.example.com' })
 * ```
 */
export function busit(options: BusitOptions): ApplicationServer {
  const dialect = { ...busitDialect, ...options.dialect }
  const url = `${secureAddress(options.address, 'address')}${dialect.path}`
  return {
    async provision({ devEui, asTransportKey }, call) {
      const json = named(dialect.deviceRequest, { devEui, asTransportKey })
      const answer = await exchange(options, { method: 'POST', url, json, read: () => true }, call)
      return answer.ok ? { ok: true, value: undefined } : answer
    },
  }
}
