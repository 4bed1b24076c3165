import { Worker } from 'node:worker_threads'
import { onlineError } from '../issue/issue.ts'
import type { OnlineIssue } from '../issue/issue.ts'
import type { Operation } from '../sql/operation.ts'
import { heardOf } from './message.ts'
import type { Batch, Reply } from './message.ts'
import { packed } from './packed.ts'
import type { Ran } from './run-operations.ts'

// Threads load JavaScript: when tests run the sources, the thread runs the built file.
const FROM_SOURCES = import.meta.url.endsWith('.ts')
const FILE = new URL(
  FROM_SOURCES ? '../../dist/node/sqlite-worker.js' : '../node/sqlite-worker.js',
  import.meta.url,
)

/** A database in a thread of its own. */
export interface DatabaseThread {
  /** Runs a batch with one commit. Rejects when the database cannot be opened, or the thread has ended. */
  run(operations: readonly Operation[]): Promise<readonly Ran[]>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (outcomes: readonly Ran[]) => void
  readonly reject: (error: Error) => void
}

export function startThread(path: string): DatabaseThread {
  // Without the flags of the program, such as those of a test or of --eval.
  const worker = new Worker(FILE, { workerData: path, execArgv: [] })
  const waiting = new Map<number, Waiting>()
  let ids = 0
  let gone: Error | undefined

  function markGone(error: Error): void {
    gone ??= error
    for (const { reject } of waiting.values()) reject(gone)
    waiting.clear()
  }

  worker.on('message', (reply: Reply) => {
    if ('opened' in reply) return
    if ('refused' in reply) {
      markGone(
        reply.refused === undefined ? new Error('the database could not be opened') : errorOf(reply.refused),
      )
      return
    }
    waiting.get(reply.id)?.resolve(heardOf(reply.outcomes))
    waiting.delete(reply.id)
    // A store without work does not keep the program running.
    if (waiting.size === 0) worker.unref()
  })
  worker.on('error', markGone)
  worker.on('exit', () => markGone(new Error('the thread of the database has ended')))
  worker.unref()

  return {
    run(operations) {
      return new Promise((resolve, reject) => {
        if (gone !== undefined) return reject(gone)
        ids += 1
        // What cannot be packed is not waited for: it would keep the program running.
        const batch: Batch = { id: ids, operations: packed(operations) }
        waiting.set(ids, { resolve, reject })
        worker.ref()
        const { integers, bytes } = batch.operations
        worker.postMessage(batch, [integers.buffer, bytes.buffer])
      })
    },
    async close() {
      if (gone !== undefined) return
      await new Promise<void>((resolve) => {
        worker.once('exit', () => resolve())
        worker.ref()
        worker.postMessage('close', [])
      })
    },
  }
}

/** An error of the thread, made anew from its issue. */
function errorOf(issue: OnlineIssue): Error {
  return onlineError(issue)
}
