import type { Operation, Step } from '../sql/operation.ts'
import { runSteps } from '../sql/run-steps.ts'
import type { Row } from '../sql/rows.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import type { Statements } from '../sql/statements.ts'
import type { Database } from './open-database.ts'
import { prepared } from './statement.ts'
import type { RunStatement } from './statement.ts'

/**
 * The outcome of one operation, as plain data. Of a driver's error only the code is kept: its message may quote a
 * row.
 */
export type Ran = { readonly answer: OperationRows } | { readonly failed: string }

/** Runs a batch of operations with one commit. */
type RunBatch = (batch: readonly Operation[]) => readonly Ran[]

export function createRunner(database: Database): RunBatch {
  const known = new Map<keyof Statements, RunStatement>()

  function rowsOf({ statement, values }: Step): readonly Row[] {
    let runStatement = known.get(statement)
    if (runStatement === undefined) known.set(statement, (runStatement = prepared(database, statement)))
    return runStatement(values)
  }

  const runOne = (operation: Operation): Ran => ({ answer: runSteps(operation, rowsOf) })

  function inTransaction(batch: readonly Operation[]): readonly Ran[] {
    database.exec('BEGIN IMMEDIATE')
    try {
      const answers = batch.map(runOne)
      database.exec('COMMIT')
      return answers
    } catch (error) {
      // A full disk has ended the transaction already.
      attempt(() => database.exec('ROLLBACK'))
      throw error
    }
  }

  return (batch) => {
    if (batch.every(({ isRead }) => isRead === true)) return batch.map((one) => failing(() => runOne(one)))
    try {
      return inTransaction(batch)
    } catch (error) {
      if (batch.length === 1) return [failedBy(error)]
      // One of them fails: run alone, each shows whether it is the one.
      return batch.map((one) => failing(() => inTransaction([one])[0]!))
    }
  }
}

function failing(run: () => Ran): Ran {
  try {
    return run()
  } catch (error) {
    return failedBy(error)
  }
}

function failedBy(error: unknown): Ran {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return { failed: typeof code === 'string' ? code : 'unknown' }
}

function attempt(call: () => void): void {
  try {
    call()
  } catch {
    // The transaction has ended before.
  }
}
