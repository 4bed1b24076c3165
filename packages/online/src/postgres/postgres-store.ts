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
import type { PgClient, PgPool, PgQuery, PgResult } from './pool.ts'
import { retried } from './retry.ts'
import { nameOf, parameter, runBatch } from './run-batch.ts'

export interface PostgresStoreOptions {
  /** Into how many parts a new table of codes is cut by hash; of use from about 100,000,000 devices. None when left out. */
  readonly partitions?: number | undefined
}

/** More rows in one statement gain nothing, and two at a time keep the server busy while a client reads. */
const MOST_ROWS = 500
const MOST_IN_FLIGHT = 2

const TEXTS = statementsFor(POSTGRES)
const KINDS = Object.keys(BATCH) as Batched[]

/**
 * Codes in PostgreSQL, shared by any number of processes and machines. What is asked while a statement is under way
 * goes out together with the next one. The tables are made, or brought to the newest schema, when it is first asked.
 *
 * Its operations reject with `database-too-new` when newer software has changed the schema.
 *
 * @param pool a pool of `pg`; how many connections it has, and over what they go, is the caller's choice
 * @example
 * ```ts
 * const store = postgresStore(new pg.Pool({ connectionString }))
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
        nameOf,
        // One alone goes as a plain statement, which the server plans faster.
        run: async (batch) =>
          batch.length === 1 ? [{ answer: await runOne(pool, batch[0]!) }] : runBatch(pool, kind, batch),
      }),
    ]),
  )

  return createSqlStore(async (operation) => {
    ready ??= migrate(pool, partitions)
    try {
      await ready
    } catch (error) {
      // The server may be there the next time.
      ready = undefined
      throw error
    }
    const coalescer = coalescers.get(operation.first.statement)
    return coalescer === undefined ? runOne(pool, operation) : coalescer.ask(operation)
  })
}

async function runOne(pool: PgPool, operation: Operation): Promise<OperationRows> {
  const { first, onNone } = operation
  if (operation.onRow !== undefined) return retried(() => inTransaction(pool, operation))
  const { rows } = await retried(() => pool.query(queryOf(first)))
  if (rows.length > 0 || onNone === undefined) return { first: rows }
  return { first: rows, none: (await retried(() => pool.query(queryOf(onNone)))).rows }
}

/** A change and its entry: both or neither. */
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
