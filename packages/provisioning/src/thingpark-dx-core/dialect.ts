import { ALREADY_EXISTS, CLAIM_REFUSED } from '../http/error-table.ts'
import type { ErrorRow } from '../http/error-table.ts'

/**
 * DX Core. What is not published is a member here.
 *
 * | what      | request                                                             | answer                   |
 * | --------- | ------------------------------------------------------------------- | ------------------------ |
 * | lists     | `GET /connectivityPlans`, `/deviceProfiles`, `/routingProfiles`     | a whole array            |
 * | create    | `POST /devices`                                                     | 201, the device          |
 * | and claim | `POST /devices?deviceToken=&jsProfile=&jsSubscriberRef=`, `asKeyId` | 201, the device          |
 * | find      | `GET /devices?deviceEUI=&pageIndex=`                                | 100 a page               |
 * | remove    | `DELETE /devices/{ref}`                                             | 2xx                      |
 * | an error  |                                                                     | `{"code", "message", …}` |
 */
export interface DxCoreDialect {
  /** Published. */
  readonly basePath: string
  /** Member names in the entries of a list. Unpublished, except `default` in routing profiles. */
  readonly listed: {
    readonly id: string
    readonly name: string
    readonly isDefault: string | readonly string[]
  }
  /** What errors mean before their status is looked at. */
  readonly errors: readonly ErrorRow[]
  /** The same for the call that also claims; unpublished. */
  readonly claimErrors: readonly ErrorRow[]
}

export const dxCoreDialect: DxCoreDialect = {
  basePath: '/core/latest/api',
  listed: { id: 'id', name: 'name', isDefault: ['isDefault', 'default'] },
  errors: [{ status: [400, 403, 409, 422, 500], says: ALREADY_EXISTS, is: 'conflict' }],
  claimErrors: [
    { status: [400, 409, 422], says: CLAIM_REFUSED, is: 'claim-refused' },
    { status: 403, is: 'claim-refused' },
  ],
}
