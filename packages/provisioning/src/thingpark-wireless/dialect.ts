import { ALREADY_EXISTS } from '../http/error-table.ts'
import type { ErrorRow } from '../http/error-table.ts'

/**
 * ThingPark Wireless's OSS interface. Paths and lists are published; what is not, for devices that join through an
 * external Join Server, is a member here, with a default to be replaced by what your operator says.
 *
 * | what   | request                                                                      | answer             |
 * | ------ | ---------------------------------------------------------------------------- | ------------------ |
 * | lists  | `GET /networkSubscriptions`, `/deviceProfiles`, `/appServersRoutingProfiles` | `briefs`, `more`   |
 * | create | `POST /devices`                                                              | 201 and `Location` |
 * | find   | `GET /devices?{findParameter}=`, unpublished: the briefs are compared        | `briefs`, `more`   |
 * | remove | `DELETE` of the `Location` or `href`                                         | 2xx                |
 */
export interface ThingparkWirelessDialect {
  /** Published. */
  readonly basePath: string
  /** Name of the AppEUI in `POST /devices` and in a device's brief. Unpublished. */
  readonly joinEui: string
  /** Further members of `POST /devices`, such as a mark for the external Join Server. Unpublished; none by default. */
  readonly extra: Readonly<Record<string, unknown>>
  /** Query parameter for a further page, used when a list says `more`. Unpublished; counted from 1. */
  readonly pageParameter: string
  /** Query parameter of `GET /devices` for a DevEUI; empty: the whole list is searched. Unpublished. */
  readonly findParameter: string
  /** What errors mean before their status is looked at. */
  readonly errors: readonly ErrorRow[]
}

/** "Already exists" in the clothes of another error. */
const EXISTS_ALREADY: readonly ErrorRow[] = [
  { status: [400, 403, 409, 422, 500], says: ALREADY_EXISTS, is: 'conflict' },
]

export const thingparkWirelessDialect: ThingparkWirelessDialect = {
  basePath: '/thingpark/wireless/rest',
  joinEui: 'appEUI',
  extra: {},
  pageParameter: 'pageIndex',
  findParameter: 'deviceEUI',
  errors: EXISTS_ALREADY,
}
