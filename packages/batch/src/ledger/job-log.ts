import {
  type AppendLog,
  DiskError,
  type LogReading,
  openAppendLog,
  type OpenLogOptions,
  readAppendLog,
} from '@claimtag/disk'
import { basename } from 'node:path'
import { BatchError } from '../issue.ts'
import type { JobFolder } from './folder.ts'

/**
 * Opens a log of a job to go on with it, or begins it.
 *
 * @throws BatchError `job-damaged`
 */
export function openJobLog<T extends object>(
  { out }: JobFolder,
  path: string,
  options: OpenLogOptions<T>,
): AppendLog<T> {
  return orDamaged(out, path, () => openAppendLog(path, options))
}

/**
 * Reads a log of a job; one that is not there has no lines.
 *
 * @throws BatchError `job-damaged`
 */
export function readJobLog<T>({ out }: JobFolder, path: string, options: OpenLogOptions<T>): LogReading {
  return orDamaged(out, path, () => readAppendLog(path, options))
}

function orDamaged<T>(out: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    throw new BatchError({ code: 'job-damaged', path: out, detail: basename(path) })
  }
}
