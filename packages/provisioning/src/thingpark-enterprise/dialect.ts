import { ALREADY_EXISTS } from '../http/error-table.ts'
import type { ErrorRow } from '../http/error-table.ts'

/**
 * ThingPark Enterprise, by its DX Core: as that of ThingPark Wireless, but for routes and plans.
 *
 * | what   | request                                                | beside DX Core                               |
 * | ------ | ------------------------------------------------------ | -------------------------------------------- |
 * | lists  | `GET /deviceProfiles`, `/connectivityPlans`, `/routes` | two paths are unpublished                    |
 * | create | `POST /devices`                                        | plan by name, `routeRefs` for strategy ROUTE |
 * | find   | `GET /devices?deviceEUI=`                              |                                              |
 * | remove | `DELETE /devices/e{DevEUI}`                            | `e{DevEUI}` names every device               |
 */
export interface ThingparkEnterpriseDialect {
  readonly basePath: string
  readonly lists: {
    readonly connectivityPlans: string
    readonly deviceProfiles: string
    readonly routes: string
  }
  /** The member of an entry that `POST /devices` wants: plans go by name, routes by `ref`. */
  readonly planId: string
  readonly routeId: string
  /** What errors mean before their status is looked at. */
  readonly errors: readonly ErrorRow[]
}

export const thingparkEnterpriseDialect: ThingparkEnterpriseDialect = {
  basePath: '/thingpark/dx/core/latest/api',
  lists: { connectivityPlans: '/connectivityPlans', deviceProfiles: '/deviceProfiles', routes: '/routes' },
  planId: 'name',
  routeId: 'ref',
  errors: [{ status: [400, 403, 409, 422, 500], says: ALREADY_EXISTS, is: 'conflict' }],
}
