import type { Eui64 } from '@claimtag/core'
import { createStateStore } from '../sql/state-store.ts'
import type { StateStore, StateStoreOptions } from '../sql/state-store.ts'
import { migrateOnce } from './migrate.ts'
import type { PgPool } from './pool.ts'
import { runOne } from './run-operation.ts'

/**
 * How far devices have come in provisioning, in PostgreSQL, shared by any number of processes and machines, with codes
 * or without. It is a `ProvisioningStore` of `@claimtag/provisioning`. The tables are made, or brought to the newest
 * schema, on first use.
 *
 * Its operations reject with `database-too-new` when newer software has changed the schema.
 *
 * @param pool a pool of `pg`; the number of its connections, and how they connect, is the caller's choice
 *
 * @example
 * ```ts no-run
 * import { postgresStates } from '@claimtag/online/postgres'
 * import { parseState } from '@claimtag/provisioning/schema'
 * import pg from 'pg'
 *
 * const pool = new pg.Pool({ connectionString: 'postgres:///claimtag' })
 * const store = postgresStates(pool, { realm: 'tenant-1', parse: parseState })
 * ```
 */
export function postgresStates<State extends { readonly devEui: Eui64 }>(
  pool: PgPool,
  options: StateStoreOptions<State>,
): StateStore<State> {
  const untilReady = migrateOnce(pool)
  return createStateStore(async (operation) => {
    await untilReady()
    return runOne(pool, operation)
  }, options)
}
