import { ALREADY_EXISTS } from '../http/error-table.ts'
import type { ErrorRow } from '../http/error-table.ts'

/**
 * Busit's interface, read in its published server and its documentation of 2019.
 *
 * | what     | request, a form below `/self/busit/instance` | answer, always with HTTP 200          |
 * | -------- | -------------------------------------------- | ------------------------------------- |
 * | create   | `POST /insert` name, connector, uuid         | `{"response":{"name","id"}}`          |
 * | set      | `POST /config/update` instance, key, value   | `{"response":"OK"}`                   |
 * | find     | `POST /search` lang, uuid, connector         | `{"response":[{"instance_id", …}]}`   |
 * | remove   | `POST /delete` instance                      | `{"response":"OK"}`                   |
 * | an error |                                              | `{"error":{"message","code","data"}}` |
 *
 * The DevEUI is the `uuid` of an instance, so that it is found again whatever its name has become.
 */
export interface BusitDialect {
  /** Precedes `/busit/…`: `/self`, which acts for the account of the token, or a version such as `/vanilla`. */
  readonly basePath: string
  /** What the errors in a body mean. A code that no row names counts as the HTTP status of that number. */
  readonly errors: readonly ErrorRow[]
}

export const busitDialect: BusitDialect = {
  basePath: '/self',
  errors: [
    // The server throws for a name in use as for anything else.
    { says: ALREADY_EXISTS, is: 'conflict' },
    { status: 402, is: 'rate-limited' },
    { status: 500, says: /may not be numeric|special characters|pending connector/i, is: 'rejected' },
    { status: 500, says: /not an administrator/i, is: 'forbidden' },
    { status: 412, is: 'rejected' },
  ],
}
