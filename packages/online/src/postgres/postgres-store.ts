import { setImmediate } from 'node:timers/promises'
import { createCoalescer } from '../sql/coalesce.ts'
import type { Coalescer } from '../sql/coalesce.ts'
import type { Operation } from '../sql/operation.ts'
import { createSqlStore } from '../sql/sql-store.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import type { Statements } from '../sql/statements.ts'
import type { CodeStore } from '../store/code-store.ts'
import { BATCH } from './batch-statements.ts'
import type { Batched } from './batch-statements.ts'
import { migrateOnce } from './migrate.ts'
import { createNotifications } from './notifications.ts'
import type { PgPool } from './pool.ts'
import { nameOf, runBatch } from './run-batch.ts'
import { runOne } from './run-operation.ts'

export interface PostgresStoreOptions {
  /** Number of hash partitions of a new table of codes; useful from about 100,000,000 devices. None when left out. */
  readonly partitions?: number | undefined
}

/**
 * More rows in one statement gain nothing, and two statements at a time keep the server busy while the client reads.
 */
const MOST_ROWS = 500
const MOST_IN_FLIGHT = 2

const KINDS = Object.keys(BATCH) as Batched[]

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
export function postgresStore(pool: PgPool, { partitions = 0 }: PostgresStoreOptions = {}): CodeStore {
  const untilReady = migrateOnce(pool, partitions)
  const coalescers = new Map<keyof Statements, Coalescer<Operation, OperationRows>>(
    KINDS.map((kind) => [
      kind,
      createCoalescer({
        mostInFlight: MOST_IN_FLIGHT,
        mostRows: MOST_ROWS,
        isShared: true,
        nextTurn: () => setImmediate(),
        nameOf,
        // A single operation is sent as a plain statement, which the server plans faster.
        run: async (batch) =>
          batch.length === 1 ? [{ answer: await runOne(pool, batch[0]!) }] : runBatch(pool, kind, batch),
      }),
    ]),
  )

  const notifications = createNotifications(pool)

  return createSqlStore(
    async (operation) => {
      await untilReady()
      const coalescer = coalescers.get(operation.first.statement)
      return coalescer === undefined ? runOne(pool, operation) : coalescer.ask(operation)
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
}
