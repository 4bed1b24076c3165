import { SQLITE } from '../sql/dialect.ts'
import { migrateSqlite } from '../sql/migrate-sqlite.ts'
import type { Operation, Step } from '../sql/operation.ts'
import type { Row, Value } from '../sql/rows.ts'
import { runSteps } from '../sql/run-steps.ts'
import { createSqlStore } from '../sql/sql-store.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import { statementsFor } from '../sql/statements.ts'
import type { CodeStore } from '../store/code-store.ts'

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
 * Codes in a database of SQLite that the host has opened. It has to be on a disk, and to be durable when a
 * transaction has ended, or when the host lets an answer out. SQLite has to be 3.42 or newer.
 *
 * @throws OnlineError `database-too-new`
 *
 * @example
 * ```ts no-run
 * import { embeddedStore } from '@claimtag/online/embedded'
 *
 * declare const storage: any // of a Durable Object
 * const store = embeddedStore({
 *   all: (sql, values) => storage.sql.exec(sql, ...values).toArray(),
 *   transaction: (work) => storage.transactionSync(work),
 * })
 * ```
 */
export function embeddedStore(database: EmbeddedDatabase): CodeStore {
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
  return createSqlStore(async (operation) => run(operation))
}

function withBytes(row: Row): Row {
  const { sealed, tag } = row
  return {
    ...row,
    ...(sealed instanceof ArrayBuffer ? { sealed: new Uint8Array(sealed) } : {}),
    ...(tag instanceof ArrayBuffer ? { tag: new Uint8Array(tag) } : {}),
  }
}
