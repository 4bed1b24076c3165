import { setImmediate } from 'node:timers/promises'
import { createCoalescer } from '../sql/coalesce.ts'
import type { Coalescer } from '../sql/coalesce.ts'
import type { Operation } from '../sql/operation.ts'
import type { OperationRows } from '../sql/sql-store.ts'
import { MOST_ROWS } from './message.ts'
import { startThread } from './thread.ts'
import type { DatabaseThread } from './thread.ts'

/** A database file, opened on first use; operations that arrive during a commit share the next one. */
export interface SqliteFile {
  readonly commits: Coalescer<Operation, OperationRows>
  /** Waits until nothing runs any more and closes the file. A later operation opens it again. */
  readonly close: () => Promise<void>
}

/** While the thread commits one batch, the next one is made, and lies ready for it. */
const MOST_IN_FLIGHT = 2

export function sqliteFile(path: string): SqliteFile {
  let thread: DatabaseThread | undefined

  const commits = createCoalescer<Operation, OperationRows>({
    mostInFlight: MOST_IN_FLIGHT,
    mostRows: MOST_ROWS,
    isShared: true,
    nextTurn: () => setImmediate(),
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
    commits,
    async close() {
      await commits.idle()
      const closing = thread
      thread = undefined
      await closing?.close()
    },
  }
}
