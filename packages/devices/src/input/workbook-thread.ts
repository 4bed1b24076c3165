import { pipeline } from 'node:stream/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { InputError } from '../issue.ts'
import { DiskError, writeInto } from '@claimtag/disk'
import type { WorkbookAnswer, WorkbookTask } from './workbook.ts'
import { numberedSheetRows } from './xlsx.ts'

const { path, mapping, into } = workerData as WorkbookTask

async function transcribe(): Promise<WorkbookAnswer> {
  try {
    await pipeline(numberedSheetRows(path, mapping), writeInto(into))
    return {}
  } catch (error) {
    if (error instanceof InputError) return { issue: error.issue }
    if (error instanceof DiskError) return { diskIssue: error.issue }
    throw error
  }
}

const answer = await transcribe()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(answer)
