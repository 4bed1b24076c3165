import { createSqlStore } from '../sql/sql-store.ts'
import type { CodeStore } from '../store/code-store.ts'
import { embeddedRun } from './embedded-database.ts'
import type { EmbeddedDatabase } from './embedded-database.ts'

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
  return createSqlStore(embeddedRun(database))
}
