import { parentPort, workerData } from 'node:worker_threads'
import { ClaimtagError } from '@claimtag/core'
import type { OnlineError } from '../issue/issue.ts'
import type { Batch, Reply } from './message.ts'
import { prepareDatabase } from './prepare-database.ts'
import { createRunner } from './run-operations.ts'

// The thread of one database: commits wait for the disk here, not in the event loop of the program.

const say = (reply: Reply): void => parentPort?.postMessage(reply, [])

try {
  const database = await prepareDatabase(workerData as string)
  const run = createRunner(database)
  parentPort?.on('message', (batch: Batch | 'close') => {
    if (batch !== 'close') return say({ id: batch.id, outcomes: run(batch.operations) })
    database.close()
    parentPort?.close()
  })
  say({ opened: true })
} catch (error) {
  say({ refused: error instanceof ClaimtagError ? (error as OnlineError).issue : undefined })
}
