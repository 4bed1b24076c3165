import type { Outcome } from '../sql/coalesce.ts'
import type { Operation, Step } from '../sql/operation.ts'
import type { Row } from '../sql/rows.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import { BATCH } from './batch-statements.ts'
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
  const written = await rowsByName(
    pool,
    kind,
    batch.map(({ first }) => first),
  )
  const left = batch.filter((one) => !written.has(nameOf(one)) && one.onNone !== undefined)
  const found =
    left.length === 0
      ? new Map<string, Row>()
      : await rowsByName(
          pool,
          'find',
          left.map(({ onNone }) => onNone!),
        )
  return batch.map((one) => {
    const name = nameOf(one)
    const [row, other] = [written.get(name), found.get(name)]
    return { answer: { first: row === undefined ? [] : [row], none: other === undefined ? [] : [other] } }
  })
}

async function rowsByName(
  pool: PgPool,
  kind: Batched,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, Row>> {
  const { text, types } = BATCH[kind]
  // Sorted, so that all batches lock rows in the same order: else two of them could wait for each other.
  const sorted = [...steps].sort((a, b) => (named(a.values) < named(b.values) ? -1 : 1))
  const columns = types.map((_, column) => sorted.map(({ values }) => parameter(values[column])))
  const { rows } = await retried(() =>
    pool.query({ name: `claimtag-${kind}-batch-1`, text, values: columns }),
  )
  return new Map(rows.map((row) => [named([row['realm'], row['dev_eui']]), row]))
}

function named([realm, devEui]: readonly unknown[]): string {
  return `${String(devEui)} ${String(realm)}`
}

/** Drivers treat a view of bytes inside an array as a list of numbers. */
export function parameter(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}
