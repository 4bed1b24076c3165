import { createCoalescer } from '../sql/coalesce.ts'
import type { Operation } from '../sql/operation.ts'
import { createSqlStore } from '../sql/sql-store.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import type { CodeStore } from '../store/code-store.ts'
import { MOST_ROWS } from './message.ts'
import { startThread } from './thread.ts'
import type { DatabaseThread } from './thread.ts'

export interface SqliteStore extends CodeStore {
  /** Waits until nothing runs any more and closes the file. A later operation opens it again. */
  close(): Promise<void>
}

/** While the thread waits for the disk, the next batches are made; it commits together what has come. */
const MOST_IN_FLIGHT = 4

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
  let thread: DatabaseThread | undefined

  const commits = createCoalescer<Operation, OperationRows>({
    mostInFlight: MOST_IN_FLIGHT,
    mostRows: MOST_ROWS,
    async run(batch) {
      thread ??= startThread(path)
      try {
        const outcomes = await thread.run(batch)
        return outcomes.map((ran) =>
          'answer' in ran ? ran : { error: new Error(`SQLite failed with ${ran.failed}`) },
        )
      } catch (error) {
        // A thread that has ended is started anew for the next batch.
        thread = undefined
        throw error
      }
    },
  })

  return {
    ...createSqlStore(commits.ask, { runAll: commits.askAll }),
    async close() {
      await commits.idle()
      const closing = thread
      thread = undefined
      await closing?.close()
    },
  }
}
