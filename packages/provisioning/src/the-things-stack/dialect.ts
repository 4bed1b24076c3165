import type { ErrorRow } from '../http/error-table.ts'

/**
 * The Things Stack, v3, JSON over HTTPS. All of it is published; errors are known by the name in `details`.
 *
 * | what      | request, below `/api/v3`                                 | answer                                   |
 * | --------- | -------------------------------------------------------- | ---------------------------------------- |
 * | claim     | `POST /edcs/claim`                                       | the identifiers                          |
 * | claimable | `POST /edcs/claim/info/batch`, 20 at most                | `infos`: `join_eui`, `supports_claiming` |
 * | whose     | `GET /edcs/claim/{app}/devices/{device}`                 | 200, or an error by name                 |
 * | release   | `DELETE` of the same                                     | `{}`                                     |
 * | IS        | `POST /applications/{app}/devices`, `DELETE …/{device}`  | the device                               |
 * | NS        | `PUT`, `GET`, `DELETE /ns` and IS's path with the device | the device                               |
 * | AS        | the same below `/as`                                     | the device                               |
 */
export interface TheThingsStackDialect {
  readonly basePath: string
  /** What errors mean before their status is looked at. */
  readonly errors: readonly ErrorRow[]
}

export const theThingsStackDialect: TheThingsStackDialect = {
  basePath: '/api/v3',
  errors: [
    // A wrong token and a device that is claimed already have one name, with 400.
    { name: 'device_access_denied', is: 'claim-refused' },
    { name: 'claiming_not_supported', is: 'unsupported' },
    { name: 'device_not_provisioned', is: 'not-found' },
    { name: 'device_not_claimed', is: 'not-found' },
    { name: 'end_device_euis_taken', is: 'conflict' },
    { name: 'id_taken', is: 'conflict' },
    { name: 'already_exists', is: 'conflict' },
    { name: 'rate_limit_exceeded', is: 'rate-limited' },
  ],
}

/** How devices of a profile join, for the Network Server. */
export interface StackProfile {
  readonly name: string
  /** E.g. `MAC_V1_0_3`. */
  readonly lorawanVersion: string
  /** E.g. `PHY_V1_0_3_REV_A`. */
  readonly phyVersion: string
  /** E.g. `EU_863_870_TTN`. */
  readonly frequencyPlanId: string
  readonly supportsClassC?: boolean | undefined
}
