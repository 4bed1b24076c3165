import { namedRecord } from '@claimtag/core'
import { SQLITE } from '../sql/dialect.ts'
import type { Operation, Step } from '../sql/operation.ts'
import { runSteps } from '../sql/run-steps.ts'
import type { Row } from '../sql/rows.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import { statementsFor } from '../sql/statements.ts'
import type { Statements } from '../sql/statements.ts'
import type { Database, Statement } from './open-database.ts'

/**
 * The outcome of one operation, as plain data. Of a driver's error only the code is kept: its message may quote a
 * row.
 */
export type Ran = { readonly answer: OperationRows } | { readonly failed: string }

/** Runs a batch of operations with one commit. */
type RunBatch = (batch: readonly Operation[]) => readonly Ran[]

export function createRunner(database: Database): RunBatch {
  const prepared = new Map<keyof Statements, Statement>()
  const texts = statementsFor(SQLITE)

  function rowsOf({ statement, values }: Step): readonly Row[] {
    const known = prepared.get(statement) ?? database.prepare(texts[statement])
    prepared.set(statement, known)
    // Numbered names, so that the same text and the same order of values serve all databases.
    return known.all(namedRecord(values.map((value, at) => [String(at + 1), value] as const)))
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
