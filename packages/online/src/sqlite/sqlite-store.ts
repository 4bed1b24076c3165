import { createSqlStore } from '../sql/sql-store.ts'
import type { CodeStore } from '../store/code-store.ts'
import { sqliteFile } from './sqlite-file.ts'

export interface SqliteStore extends CodeStore {
  /** Waits until nothing runs any more and closes the file. A later operation opens it again. */
  close(): Promise<void>
}

/**
 * Codes in a file, which any number of processes of one machine may share. It is opened on first use, with
 * `node:sqlite`, `better-sqlite3` or `@photostructure/sqlite`, the first of them that is installed.
 *
 * Its operations reject with `sqlite-missing`, `sqlite-too-old` or `database-too-new` when it cannot be opened.
 *
 * @param path a file on a local disk: SQLite's locks do not work on network file systems
 *
 * @example
 * ```ts
 * import { sqliteStore } from '@claimtag/online/sqlite'
 *
 * const store = sqliteStore('codes.sqlite')
 * ```
 */
export function sqliteStore(path: string): SqliteStore {
  const { commits, close } = sqliteFile(path)
  return { ...createSqlStore(commits.ask, { runAll: commits.askAll }), close }
}
