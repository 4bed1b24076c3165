import { createCoalescer } from '../sql/coalesce.ts'
import type { Coalescer } from '../sql/coalesce.ts'
import { POSTGRES } from '../sql/dialect.ts'
import type { Operation, Step } from '../sql/operation.ts'
import { createSqlStore } from '../sql/sql-store.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import { statementsFor } from '../sql/statements.ts'
import type { Statements } from '../sql/statements.ts'
import type { CodeStore } from '../store/code-store.ts'
import { BATCH } from './batch-statements.ts'
import type { Batched } from './batch-statements.ts'
import { migrate } from './migrate.ts'
import { createNotifications } from './notifications.ts'
import type { PgClient, PgPool, PgQuery, PgResult } from './pool.ts'
import { retried } from './retry.ts'
import { nameOf, parameter, runBatch } from './run-batch.ts'

export interface PostgresStoreOptions {
  /** Number of hash partitions of a new table of codes; useful from about 100,000,000 devices. None when left out. */
  readonly partitions?: number | undefined
}

/**
 * More rows in one statement gain nothing, and two statements at a time keep the server busy while the client reads.
 */
const MOST_ROWS = 500
const MOST_IN_FLIGHT = 2

const TEXTS = statementsFor(POSTGRES)
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
  let ready: Promise<void> | undefined
  const coalescers = new Map<keyof Statements, Coalescer<Operation, OperationRows>>(
    KINDS.map((kind) => [
      kind,
      createCoalescer({
        mostInFlight: MOST_IN_FLIGHT,
        mostRows: MOST_ROWS,
        isShared: true,
        nameOf,
        // A single operation is sent as a plain statement, which the server plans faster.
        run: async (batch) =>
          batch.length === 1 ? [{ answer: await runOne(pool, batch[0]!) }] : runBatch(pool, kind, batch),
      }),
    ]),
  )

  const notifications = createNotifications(pool)

  async function untilReady(): Promise<void> {
    ready ??= migrate(pool, partitions)
    try {
      await ready
    } catch (error) {
      // The server may be reachable the next time.
      ready = undefined
      throw error
    }
  }

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

async function runOne(pool: PgPool, operation: Operation): Promise<OperationRows> {
  const { first, onNone } = operation
  if (operation.onRow !== undefined) return retried(() => inTransaction(pool, operation))
  const { rows } = await retried(() => pool.query(queryOf(first)))
  if (rows.length > 0 || onNone === undefined) return { first: rows }
  return { first: rows, none: (await retried(() => pool.query(queryOf(onNone)))).rows }
}

/** A change and its record are written together or not at all. */
async function inTransaction(pool: PgPool, { first, onRow }: Operation): Promise<OperationRows> {
  const client = await pool.connect()
  let isSound = false
  try {
    const { rows } = await withEntry(client, first, onRow)
    isSound = true
    return { first: rows }
  } finally {
    client.release(!isSound)
  }
}

async function withEntry(client: PgClient, first: Step, onRow: Step | undefined): Promise<PgResult> {
  await client.query({ text: 'BEGIN' })
  const changed = await client.query(queryOf(first))
  if (changed.rows.length > 0 && onRow !== undefined) await client.query(queryOf(onRow))
  await client.query({ text: 'COMMIT' })
  return changed
}

function queryOf({ statement, values }: Step): PgQuery {
  return { name: `claimtag-${statement}-1`, text: TEXTS[statement], values: values.map(parameter) }
}
