import type { Outcome } from '../sql/coalesce.ts'
import type { Operation, Step } from '../sql/operation.ts'
import type { Row } from '../sql/rows.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import { batchQuery, columnsOf } from './batch-statements.ts'
import type { Batched } from './batch-statements.ts'
import type { PgPool } from './pool.ts'
import { retried } from './retry.ts'

/** The device of an operation, as one text. The first two values are its key. */
export function nameOf({ first }: Operation): string {
  return named(first.values)
}

/**
 * Runs operations of one kind, each for another device, with one statement, and a second one for those that it
 * skipped.
 */
export async function runBatch(
  pool: PgPool,
  kind: Batched,
  batch: readonly Operation[],
): Promise<readonly Outcome<OperationRows>[]> {
  const asked = batch.map((operation) => ({ operation, name: nameOf(operation) }))
  // Sorted, so that all batches lock rows in the same order: else two of them could wait for each other.
  const sorted = [...asked].sort((a, b) => (a.name < b.name ? -1 : 1))
  const written = await rowsByName(
    pool,
    kind,
    sorted.map(({ operation }) => operation.first),
  )
  const left = sorted.flatMap(({ operation: { onNone }, name }) =>
    onNone === undefined || written.has(name) ? [] : [onNone],
  )
  const found = left.length === 0 ? new Map<string, Row>() : await rowsByName(pool, 'find', left)
  return asked.map(({ name }) => {
    const [row, other] = [written.get(name), found.get(name)]
    return { answer: { first: row === undefined ? [] : [row], none: other === undefined ? [] : [other] } }
  })
}

async function rowsByName(
  pool: PgPool,
  kind: Batched,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, Row>> {
  const columns = columnsOf(kind).map((_, column) => steps.map(({ values }) => values[column]))
  const { name, text, isSame } = batchQuery(kind, columns)
  const values = columns.map((column, at) => (isSame[at] ? parameter(column[0]) : column.map(parameter)))
  const { rows } = await retried(() => pool.query({ name, text, values }))
  return new Map(rows.map((row) => [named([row['realm'], row['dev_eui']]), row]))
}

function named([realm, devEui]: readonly unknown[]): string {
  return `${String(devEui)} ${String(realm)}`
}

/** Drivers treat a view of bytes inside an array as a list of numbers. */
export function parameter(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}
