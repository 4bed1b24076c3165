import { rmSync } from 'node:fs'
import type { BatchEvent } from '../event.ts'
import type { SharedFiles } from '../files/shared-files.ts'
import type { JobFolder } from '../ledger/folder.ts'
import type { JournalLine } from '../ledger/job-schema.ts'
import { openJournal, type Journal } from '../ledger/journal.ts'
import type { JobLock } from '../ledger/lock.ts'
import type { ChunkTask, JobOutput } from '../plan/job-plan.ts'
import type { Pool } from '../pool/pool.ts'
import { runChunks } from './run-chunks.ts'

export interface JobOutcome {
  readonly complete: boolean
  /** Labels on the disk, over all attempts of the run. Without the labels of the job to which it adds. */
  readonly labelled: number
  readonly verified: number
  /** Labels that existed when the run was continued. */
  readonly resumed: number
}

/** Labels that are to be made in a folder. */
export interface Making {
  readonly output: JobOutput
  /** Where a new journal begins. */
  readonly beginning: JournalLine
  /** Number of labels, for events. */
  readonly total: number
  readonly tasks: readonly ChunkTask[]
  readonly pool: Pool
  readonly signal: AbortSignal | undefined
  readonly onEvent: (event: BatchEvent) => void
  openFiles(state: JournalLine): Promise<SharedFiles>
  /** Ends the files and writes the record, when all labels are made. */
  end(made: {
    readonly labelled: number
    readonly verified: number
    readonly sharedOutputs: SharedFiles
  }): void
}

/**
 * Makes the labels of tasks from where the journal of the folder ends.
 *
 * @throws BatchError `job-damaged`, `job-taken-over`
 * @throws VerificationError
 */
export async function makeLabels(folder: JobFolder, lock: JobLock, making: Making): Promise<JobOutcome> {
  const { output, beginning, total, tasks, pool, signal, onEvent } = making
  const journal = await openJournal(folder, beginning)
  const sharedOutputs = await making.openFiles(journal.state)
  const resumed = journal.state.labels
  if (resumed > 0) onEvent({ type: 'resumed', labels: resumed, total })
  try {
    rmSync(folder.staging, { recursive: true, force: true })
    const complete = await runChunks({
      output,
      journal: whileHeld(journal, lock),
      sharedOutputs: placedWhileHeld(sharedOutputs, lock),
      pool,
      tasks,
      window: pool.window,
      signal,
      onProgress: (labels) => onEvent({ type: 'progress', labels, total }),
    })
    const { labels: labelled, verified } = journal.state
    if (complete) {
      lock.assertHeld()
      rmSync(folder.staging, { recursive: true, force: true })
      making.end({ labelled, verified, sharedOutputs })
      // Its copy is at the end of the archive now.
      rmSync(`${folder.zipDirectory}.part`, { force: true })
    }
    return { complete, labelled, verified, resumed }
  } finally {
    sharedOutputs.close()
    journal.close()
  }
}

/** A journal that is written to only while this process holds the lock. */
function whileHeld(journal: Journal, lock: JobLock): Journal {
  return {
    get state() {
      return journal.state
    },
    commit(line) {
      lock.assertHeld()
      journal.commit(line)
    },
    close: () => journal.close(),
  }
}

/** The same for the files that all chunks share. */
function placedWhileHeld(shared: SharedFiles, lock: JobLock): SharedFiles {
  return {
    ...shared,
    place(chunk) {
      lock.assertHeld()
      return shared.place(chunk)
    },
  }
}
