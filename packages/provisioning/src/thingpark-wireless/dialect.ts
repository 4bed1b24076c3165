/**
 * The unpublished parts of ThingPark Wireless's OSS interface for devices that join through an external Join Server:
 * defaults, to be replaced by what your operator says.
 */
export interface ThingparkWirelessDialect {
  /** Published. */
  readonly basePath: string
  /** Name of the AppEUI in `POST /devices`. Unpublished. */
  readonly joinEui: string
  /** Further members of `POST /devices`, such as a mark for the external Join Server. Unpublished; none by default. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Query parameter for a further page, used when a list says `more`. Unpublished; counted from 1. */
  readonly pageParameter: string
}

export const thingparkWirelessDialect: ThingparkWirelessDialect = {
  basePath: '/thingpark/wireless/rest',
  joinEui: 'appEUI',
  extra: {},
  pageParameter: 'pageIndex',
}

/** The same for DX Core: its `POST /devices` is published, the entries of its lists are not. */
export interface DxCoreDialect {
  /** Published. */
  readonly basePath: string
  /** Member names in the entries of a list. Unpublished, except `default` in routing profiles. */
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
