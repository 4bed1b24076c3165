import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { ClaimtagError } from '@claimtag/core'
import type { OnlineError } from '../issue/issue.ts'
import { type Batch, MOST_ROWS, type Reply, saidOf } from './message.ts'
import { unpacked } from './packed.ts'
import { prepareDatabase } from './prepare-database.ts'
import { createRunner } from './run-operations.ts'

// The thread of one database: commits wait for the disk here, not in the event loop of the program.

const say = (reply: Reply): void => parentPort?.postMessage(reply, [])

try {
  const database = await prepareDatabase(workerData as string)
  const run = createRunner(database)
  parentPort?.on('message', (first: Batch | 'close') => {
    const { batches, isOver } = arrived(first)
    // Whatever came while the last commit was under way shares the next one.
    const outcomes = run(batches.flatMap(({ operations }) => unpacked(operations))).map(saidOf)
    let from = 0
    for (const { id, rows } of batches) {
      say({ id, outcomes: outcomes.slice(from, from + rows) })
      from += rows
    }
    if (!isOver) return
    database.close()
    parentPort?.close()
  })
  say({ opened: true })
} catch (error) {
  say({ refused: error instanceof ClaimtagError ? (error as OnlineError).issue : undefined })
}

/** A message and those that wait behind it, up to what one commit may hold. */
function arrived(first: Batch | 'close'): { readonly batches: readonly Batch[]; readonly isOver: boolean } {
  const batches: Batch[] = []
  let rows = 0
  for (let next: Batch | 'close' | undefined = first; next !== undefined;) {
    if (next === 'close') return { batches, isOver: true }
    batches.push(next)
    rows += next.rows
    if (rows >= MOST_ROWS || parentPort === null) break
    next = receiveMessageOnPort(parentPort)?.message as Batch | 'close' | undefined
  }
  return { batches, isOver: false }
}
