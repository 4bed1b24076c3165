import { SQLITE } from '../sql/dialect.ts'
import { migrateSqlite } from '../sql/migrate-sqlite.ts'
import type { Operation, Step } from '../sql/operation.ts'
import type { Row, Value } from '../sql/rows.ts'
import { runSteps } from '../sql/run-steps.ts'
import type { OperationRows, Run } from '../sql/sql-store.ts'
import { statementsFor } from '../sql/statements.ts'

/** A parameter of a statement. */
export type EmbeddedValue = Value

/** A database of SQLite that its host holds open for one thread: Durable Objects' SQL, SQLite in WebAssembly … */
export interface EmbeddedDatabase {
  /**
   * Runs a statement to its end and gives its rows. Parameters are numbered, `?1`, `?2` …, and given in that order.
   * Bytes may come as `Uint8Array` or `ArrayBuffer`.
   */
  all(sql: string, values: readonly EmbeddedValue[]): readonly Readonly<Record<string, unknown>>[]
  /** Runs the work in one transaction, which is rolled back when the work throws. */
  transaction<T>(work: () => T): T
}

/**
 * Brings the database to the newest schema, and runs operations in it.
 *
 * @throws OnlineError `database-too-new`
 */
export function embeddedRun(database: EmbeddedDatabase): Run {
  database.transaction(() => migrateSqlite((sql) => database.all(sql, [])))
  const texts = new Map<string, string>(
    Object.entries(statementsFor(SQLITE)).map(([name, text]) => [name, text.replace(/\$(\d+)/g, '?$1')]),
  )
  const rowsOf = ({ statement, values }: Step): readonly Row[] =>
    database.all(texts.get(statement) ?? '', values).map(withBytes)
  const run = (operation: Operation): OperationRows =>
    operation.isRead === true
      ? runSteps(operation, rowsOf)
      : database.transaction(() => runSteps(operation, rowsOf))
  return async (operation) => run(operation)
}

function withBytes(row: Row): Row {
  const { sealed, tag } = row
  return {
    ...row,
    ...(sealed instanceof ArrayBuffer ? { sealed: new Uint8Array(sealed) } : {}),
    ...(tag instanceof ArrayBuffer ? { tag: new Uint8Array(tag) } : {}),
  }
}
