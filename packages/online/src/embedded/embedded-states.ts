import type { Eui64 } from '@claimtag/core'
import { createStateStore } from '../sql/state-store.ts'
import type { StateStore, StateStoreOptions } from '../sql/state-store.ts'
import { embeddedRun } from './embedded-database.ts'
import type { EmbeddedDatabase } from './embedded-database.ts'

/**
 * How far devices have come in provisioning, in a database of SQLite that the host has opened. It is a
 * `ProvisioningStore` of `@claimtag/provisioning`, as durable as the host's transactions are.
 *
 * @throws OnlineError `database-too-new`
 *
 * @example
 * ```ts no-run
 * import { embeddedStates } from '@claimtag/online/embedded'
 * import { parseState } from '@claimtag/provisioning/schema'
 *
 * declare const storage: any // of a Durable Object
 * const store = embeddedStates(
 *   {
 *     all: (sql, values) => storage.sql.exec(sql, ...values).toArray(),
 *     transaction: (work) => storage.transactionSync(work),
 *   },
 *   { realm: 'tenant-1', parse: parseState },
 * )
 * ```
 */
export function embeddedStates<State extends { readonly devEui: Eui64 }>(
  database: EmbeddedDatabase,
  options: StateStoreOptions<State>,
): StateStore<State> {
  return createStateStore(embeddedRun(database), options)
}
