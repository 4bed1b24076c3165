import { answered } from '../answer.ts'
import type { Answer } from '../answer.ts'
import { secureAddress } from '../http/address.ts'
import { confirmed, referenceOf } from '../http/look-up.ts'
import type { ConnectorOptions } from '../http/connector-options.ts'
import type { ErrorRow } from '../http/error-table.ts'
import { exchange, exchangeOnly } from '../http/exchange.ts'
import { allPages } from '../http/pages.ts'
import type { CallOptions, FoundDevice, NetworkServer } from '../ports.ts'
import type { ListedItem } from '../ports.ts'
import { dxCoreDialect } from './dialect.ts'
import type { DxCoreDialect } from './dialect.ts'
import { dxDevice, dxDevices, dxList } from './schema.ts'

/** The calls of DX Core that its connectors share. */
export interface DxDevices {
  readonly list: (path: string, call?: CallOptions) => Promise<Answer<readonly ListedItem[]>>
  readonly create: (
    devEui: string,
    json: object,
    call?: CallOptions,
    claim?: { readonly query: string; readonly errors: readonly ErrorRow[] },
  ) => Promise<Answer<{ readonly device?: string }>>
  readonly find: NonNullable<NetworkServer['find']>
  readonly remove: NonNullable<NetworkServer['remove']>
}

export function dxDevicesAt(options: ConnectorOptions, given: Partial<DxCoreDialect> | undefined): DxDevices {
  const dialect = { ...dxCoreDialect, ...given }
  const { errors } = dialect
  const root = `${secureAddress(options.address, 'address')}${dialect.basePath}`

  async function find(devEui: string, call?: CallOptions): Promise<Answer<FoundDevice | undefined>> {
    const found = await allPages(
      (index) => {
        const url = `${root}/devices?deviceEUI=${devEui}&pageIndex=${index}`
        return exchange(options, { method: 'GET', url, errors, read: ({ body }) => dxDevices(body) }, call)
      },
      (one) => one.devEui,
    )
    // Compared here, since a server may not know the filter.
    if (found.ok) return answered(found.value.find((one) => one.devEui === devEui)?.found)
    return found.fault.code === 'not-found' ? answered(undefined) : found
  }

  return {
    list: (path, call) =>
      exchange(
        options,
        { method: 'GET', url: `${root}${path}`, errors, read: ({ body }) => dxList(body, dialect.listed) },
        call,
      ),

    async create(devEui, json, call, claim) {
      const made = await exchange(
        options,
        {
          method: 'POST',
          url: `${root}/devices${claim === undefined ? '' : `?${claim.query}`}`,
          json,
          errors: [...errors, ...(claim?.errors ?? [])],
          read: ({ body }) => dxDevice(body),
        },
        call,
      )
      return confirmed(made, json, () => find(devEui, call))
    },

    find,

    async remove({ devEui, device }, call) {
      const ref = await referenceOf(device, () => find(devEui, call))
      if (!ref.ok) return ref
      const url = `${root}/devices/${encodeURIComponent(ref.value)}`
      return exchangeOnly(options, { method: 'DELETE', url, errors }, call)
    },
  }
}

/** The body of `POST /devices`. */
export function dxBody({
  name,
  devEui,
  joinEui,
  deviceProfileId,
  connectivityPlanId,
  routingProfileId,
}: Parameters<NetworkServer['provision']>[0]): object {
  const profiles = { deviceProfileId, connectivityPlanId, routingProfileId }
  return { name, EUI: devEui, activationType: 'OTAA', applicationEUI: joinEui, ...profiles }
}
