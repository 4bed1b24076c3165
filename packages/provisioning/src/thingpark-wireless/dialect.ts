/**
 * What is not publicly known of ThingPark Wireless's OSS interface where a device joins through an external Join
 * Server, as defaults to be replaced by what your operator says.
 */
export interface ThingparkWirelessDialect {
  /** Published. */
  readonly basePath: string
  /** Name of the AppEUI in `POST /devices`. Unpublished. */
  readonly joinEui: string
  /** Further members of `POST /devices`, such as a mark for the external Join Server. Unpublished; none by default. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Query parameter that asks for a further page when a list says `more`. Unpublished; counted from 1. */
  readonly pageParameter: string
}

export const thingparkWirelessDialect: ThingparkWirelessDialect = {
  basePath: '/thingpark/wireless/rest',
  joinEui: 'appEUI',
  extra: {},
  pageParameter: 'pageIndex',
}

/** The same for DX Core, whose `POST /devices` is published and whose list entries are not. */
export interface DxCoreDialect {
  /** Published. */
  readonly basePath: string
  /** Names in the entries of a list. Unpublished, but for `default` in routing profiles. */
  readonly listed: {
    readonly id: string
    readonly name: string
    readonly isDefault: string | readonly string[]
  }
}

export const dxCoreDialect: DxCoreDialect = {
  basePath: '/core/latest/api',
  listed: { id: 'id', name: 'name', isDefault: ['isDefault', 'default'] },
}
