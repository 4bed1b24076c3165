import type { ErrorRow } from '../http/error-table.ts'

/**
 * The Things Join Server, version 2, read in the code of its public client.
 *
 * | what    | request                                  | answer                                                    |
 * | ------- | ---------------------------------------- | --------------------------------------------------------- |
 * | claim   | `PUT /api/v2/devices/{DevEUI}/claim`     | 2xx                                                       |
 * | whose   | `GET` of the same                        | `{"homeNetID", "homeNSID", "locked"}`; 404 unclaimed, 403 |
 * | release | `DELETE` of the same                     | 2xx                                                       |
 *
 * 403 is the answer both to a wrong token and for a claimed device.
 */
export interface TheThingsJoinServerDialect {
  readonly basePath: string
  /** What errors of a claim mean before their status is looked at. */
  readonly claimErrors: readonly ErrorRow[]
}

export const theThingsJoinServerDialect: TheThingsJoinServerDialect = {
  basePath: '/api/v2',
  claimErrors: [{ status: 403, is: 'claim-refused' }],
}
