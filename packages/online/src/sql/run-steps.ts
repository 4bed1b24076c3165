import type { Operation, Step } from './operation.ts'
import type { Row } from './rows.ts'
import type { OperationRows } from './sql-store.ts'

/** The steps of an operation, one after the other. The caller has opened a transaction. */
export function runSteps(
  { first, onRow, onNone }: Operation,
  rowsOf: (step: Step) => readonly Row[],
): OperationRows {
  const rows = rowsOf(first)
  const next = rows.length > 0 ? onRow : onNone
  const found = next === undefined ? undefined : rowsOf(next)
  return { first: rows, ...(rows.length === 0 && found !== undefined ? { none: found } : {}) }
}
