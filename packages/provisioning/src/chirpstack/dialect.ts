import { ALREADY_EXISTS } from '../http/error-table.ts'
import type { ErrorRow } from '../http/error-table.ts'

/**
 * ChirpStack v4 behind its REST proxy, which has an address of its own (port 8090) and no CORS.
 *
 * | what     | request                                            | answer                              |
 * | -------- | -------------------------------------------------- | ----------------------------------- |
 * | profiles | `GET /api/device-profiles?tenantId=&limit=&offset=` | `{"totalCount", "result": [{"id", "name"}]}` |
 * | create   | `POST /api/devices`                                | `{}`                                |
 * | find     | `GET /api/devices/{DevEUI}`                        | `{"device": {…}}`, 404              |
 * | remove   | `DELETE /api/devices/{DevEUI}`                     | `{}`                                |
 *
 * A DevEUI in use is an error of the database (500); an unknown application or a missing right is 401 without a word; a
 * full tenant is 400.
 */
export interface ChirpStackDialect {
  readonly basePath: string
  /** What errors mean before their status is looked at. */
  readonly errors: readonly ErrorRow[]
}

export const chirpStackDialect: ChirpStackDialect = {
  basePath: '/api',
  errors: [
    { status: [400, 409, 500], says: ALREADY_EXISTS, is: 'conflict' },
    { status: 401, says: /^$/, is: 'forbidden' },
  ],
}
