import { POSTGRES } from '../sql/dialect.ts'
import type { Operation, Step } from '../sql/operation.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import { statementsFor } from '../sql/statements.ts'
import type { PgClient, PgPool, PgQuery, PgResult } from './pool.ts'
import { retried } from './retry.ts'
import { parameter } from './run-batch.ts'

const TEXTS = statementsFor(POSTGRES)

/** Runs one operation with plain statements. */
export async function runOne(pool: PgPool, operation: Operation): Promise<OperationRows> {
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
