import type { Outcome } from '../sql/coalesce.ts'
import type { Operation, Step } from '../sql/operation.ts'
import type { Row } from '../sql/rows.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import { batchQuery, columnsOf } from './batch-statements.ts'
import type { Batched } from './batch-statements.ts'
import { arrayText } from './array-text.ts'
import type { PgPool } from './pool.ts'
import { retried } from './retry.ts'

/** The DevEUI of an operation. Those of one DevEUI and different realms need not share a batch. */
export function nameOf({ first }: Operation): string {
  return String(first.values[DEV_EUI])
}

/** Where the DevEUI stands in the values of every operation. */
const DEV_EUI = 1

/**
 * Runs operations of one kind, each for another device, with one statement, and a second one for those that it
 * skipped.
 */
export async function runBatch(
  pool: PgPool,
  kind: Batched,
  batch: readonly Operation[],
): Promise<readonly Outcome<OperationRows>[]> {
  const written = await rowsByName(
    pool,
    kind,
    batch.map(({ first }) => first),
  )
  const left = batch.flatMap((operation) =>
    operation.onNone === undefined || written.has(nameOf(operation)) ? [] : [operation.onNone],
  )
  const found = left.length === 0 ? undefined : await rowsByName(pool, 'find', left)
  return batch.map((operation) => {
    const name = nameOf(operation)
    const row = written.get(name)
    if (row !== undefined) return { answer: { first: [row] } }
    const other = found?.get(name)
    return { answer: { first: [], none: other === undefined ? [] : [other] } }
  })
}

/** The rows that a statement gave, by their DevEUIs. */
async function rowsByName(
  pool: PgPool,
  kind: Batched,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, Row>> {
  // Sorted, so that all batches lock rows in the same order: else two of them could wait for each other.
  const sorted = isSorted(steps) ? steps : [...steps].sort((a, b) => (isBefore(a, b) ? -1 : 1))
  const columns = columnsOf(kind).map((_, column) => sorted.map(({ values }) => values[column] ?? null))
  const { name, text, isSame } = batchQuery(kind, columns)
  const values = columns.map((column, at) => (isSame[at] ? parameter(column[0]) : arrayText(column)))
  const { rows } = await retried(() => pool.query({ name, text, values }))
  const byName = new Map<string, Row>()
  for (const row of rows) byName.set(String(row['dev_eui']), row)
  return byName
}

function isSorted(steps: readonly Step[]): boolean {
  for (let at = 1; at < steps.length; at += 1) if (!isBefore(steps[at - 1]!, steps[at]!)) return false
  return true
}

function isBefore({ values: one }: Step, { values: other }: Step): boolean {
  return String(one[DEV_EUI]) < String(other[DEV_EUI])
}

/** Drivers treat a view of bytes inside an array as a list of numbers. */
export function parameter(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}
