import { parentPort, workerData } from 'node:worker_threads'
import { ClaimtagError } from '@claimtag/core'
import type { OnlineError } from '../issue/issue.ts'
import { type Batch, type Reply, saidOf } from './message.ts'
import { unpacked } from './packed.ts'
import { prepareDatabase } from './prepare-database.ts'
import { createRunner } from './run-operations.ts'

// The thread of one database: commits wait for the disk here, not in the event loop of the program.

const say = (reply: Reply): void => parentPort?.postMessage(reply, [])

try {
  const database = await prepareDatabase(workerData as string)
  const run = createRunner(database)
  parentPort?.on('message', (message: Batch | 'close') => {
    if (message !== 'close') {
      const { id, operations } = message
      return say({ id, outcomes: saidOf(run(unpacked(operations))) })
    }
    database.close()
    parentPort?.close()
  })
  say({ opened: true })
} catch (error) {
  say({ refused: error instanceof ClaimtagError ? (error as OnlineError).issue : undefined })
}
