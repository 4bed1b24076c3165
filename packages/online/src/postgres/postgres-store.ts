import { setImmediate } from 'node:timers/promises'
import { createCoalescer } from '../sql/coalesce.ts'
import type { Coalescer } from '../sql/coalesce.ts'
import type { Operation } from '../sql/operation.ts'
import { createSqlStore, readsOf } from '../sql/sql-store.ts'
import type { OperationRows, Run } from '../sql/sql-store.ts'
import type { Statements } from '../sql/statements.ts'
import type { CodeStore } from '../store/code-store.ts'
import { BATCH } from './batch-statements.ts'
import type { Batched } from './batch-statements.ts'
import { migrateOnce } from './migrate.ts'
import { createNotifications } from './notifications.ts'
import type { PgPool } from './pool.ts'
import { onReplica, readFirst } from './replica.ts'
import { nameOf, runBatch } from './run-batch.ts'
import { runOne } from './run-operation.ts'

export interface PostgresStoreOptions {
  /** Number of hash partitions of a new table of codes; useful from about 100,000,000 devices. None when left out. */
  readonly partitions?: number | undefined
  /**
   * A pool over a read replica, or over several behind one address. It answers an issuer's `find` and `list`, never
   * what decides: what it shows may be old by its lag. What it has not got yet, and what it fails at, `pool` is asked
   * for, so give it a `connectionTimeoutMillis` that is short.
   */
  readonly reads?: PgPool | undefined
}

/**
 * More rows in one statement gain nothing, and two statements at a time keep the server busy while the client reads.
 */
const MOST_ROWS = 500
const MOST_IN_FLIGHT = 2
/** Fewer rows go together: a statement takes the client as long as eight rows, and the server, too. */
const LEAST_ROWS = 32

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
export function postgresStore(pool: PgPool, { partitions = 0, reads }: PostgresStoreOptions = {}): CodeStore {
  const untilReady = migrateOnce(pool, partitions)
  const coalescers = coalescersOver(pool, KINDS)
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
  return { ...store, replica: readFirst(readsOf(runThere), store) }
}

type Coalescers = ReadonlyMap<keyof Statements, Coalescer<Operation, OperationRows>>

function coalescersOver(pool: PgPool, kinds: readonly Batched[]): Coalescers {
  return new Map(
    kinds.map((kind) => [
      kind,
      createCoalescer({
        mostInFlight: MOST_IN_FLIGHT,
        mostRows: MOST_ROWS,
        isShared: true,
        leastRows: LEAST_ROWS,
        nextTurn: () => setImmediate(),
        nameOf,
        // A single operation is sent as a plain statement, which the server plans faster.
        run: async (batch) =>
          batch.length === 1 ? [{ answer: await runOne(pool, batch[0]!) }] : runBatch(pool, kind, batch),
      }),
    ]),
  )
}

/** Runs an operation with those of its kind, and those that have none alone. */
function through(coalescers: Coalescers, pool: PgPool): Run {
  return (operation) => coalescers.get(operation.first.statement)?.ask(operation) ?? runOne(pool, operation)
}
