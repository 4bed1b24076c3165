import { createSqlStore, readsOf } from '../sql/sql-store.ts'
import type { CodeStore } from '../store/code-store.ts'
import { CODE_KINDS } from './batch-statements.ts'
import { coalescersOver, through } from './coalescers.ts'
import { migrateOnce } from './migrate.ts'
import { createNotifications } from './notifications.ts'
import type { PgPool } from './pool.ts'
import { onReplica, readFirst } from './replica.ts'
import type { ReplicaEvent } from './replica.ts'

export interface PostgresStoreOptions {
  /** Number of hash partitions of a new table of codes; useful from about 100,000,000 devices. None when left out. */
  readonly partitions?: number | undefined
  /**
   * A pool over a read replica, or over several behind one address. It answers an issuer's `find` and `list`, never
   * what decides: what it shows may be old by its lag. What it has not got yet, and what it fails at, `pool` is asked
   * for, so give it a `connectionTimeoutMillis` that is short.
   */
  readonly reads?: PgPool | undefined
  /** Told once when the replica fails, and once when it answers again. */
  readonly onEvent?: ((event: ReplicaEvent) => void) | undefined
}

/**
 * Codes in PostgreSQL, shared by any number of processes and machines. Operations that arrive during a statement are
 * sent together in the next one. The tables are made, or brought to the newest schema, on first use.
 *
 * Its operations reject with `database-too-new` when newer software has changed the schema.
 *
 * @param pool a pool of `pg`; the number of its connections, and how they connect, is the caller's choice
 *
 * @example
 * ```ts no-run
 * import { postgresStore } from '@claimtag/online/postgres'
 * import pg from 'pg'
 *
 * const store = postgresStore(new pg.Pool({ connectionString: 'postgres:///claimtag' }))
 * ```
 */
export function postgresStore(pool: PgPool, options: PostgresStoreOptions = {}): CodeStore {
  const { partitions = 0, reads, onEvent } = options
  const untilReady = migrateOnce(pool, partitions)
  const coalescers = coalescersOver(pool, CODE_KINDS)
  const run = through(coalescers, pool)
  const notifications = createNotifications(pool)
  const store = createSqlStore(
    async (operation) => {
      await untilReady()
      return run(operation)
    },
    {
      async runAll(inserts) {
        await untilReady()
        return coalescers.get('insert')?.askAll(inserts) ?? []
      },
      changes: notifications,
      tell: notifications.tell,
    },
  )
  if (reads === undefined) return store
  const runThere = onReplica(reads, through(coalescersOver(reads, ['find']), reads))
  return { ...store, replica: readFirst(readsOf(runThere), store, { onEvent, now: Date.now }) }
}
