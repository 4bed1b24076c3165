import { DiskError, type DiskIssue } from '@claimtag/disk'
import { Worker } from 'node:worker_threads'
import { InputError, type InputIssue } from '../issue.ts'
import type { ColumnMapping } from './columns.ts'
import { threadFile } from '../thread-file.ts'

/** What the thread gets. */
export interface WorkbookTask {
  readonly path: string
  readonly mapping: ColumnMapping
  /** The file for its rows. */
  readonly into: string
}

/** What it says when it is done. */
export interface WorkbookAnswer {
  /** Why it gave up. */
  readonly issue?: InputIssue
  /** Why its rows could not be kept. */
  readonly diskIssue?: DiskIssue
}

const { url, options } = threadFile('input/workbook-thread')

/** As much as Node itself takes on a large machine. */
const MOST_MEGABYTES = 4096

/**
 * Writes a workbook's rows into a file, as lines of `[row, object]`. In a thread, since its reader holds all cells up to
 * the last one: a single stray cell far out would take the process with it.
 *
 * @throws InputError `workbook-too-large` and what `numberedSheetRows` throws
 */
export function transcribeWorkbook(task: WorkbookTask, megabytes = MOST_MEGABYTES): Promise<void> {
  const worker = new Worker(url, {
    ...options,
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  })
  return new Promise((resolve, reject) => {
    worker.once('message', ({ issue, diskIssue }: WorkbookAnswer) => {
      if (issue !== undefined) reject(new InputError(issue))
      else if (diskIssue !== undefined) reject(new DiskError(diskIssue))
      else resolve()
    })
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isTooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      reject(isTooLarge ? new InputError({ code: 'workbook-too-large' }) : error)
    })
    worker.once('exit', () => reject(new Error('the workbook was not read')))
  })
}
