import { isThere } from '@claimtag/disk'
import { relative, sep } from 'node:path'
import { BatchError } from '../issue.ts'
import { jobFolder } from './folder.ts'
import { readJobLog } from './job-log.ts'
import type { RecordFault } from './record-files.ts'

/** The job itself is the first run. */
export const FIRST_ADDITION = 2

/**
 * The logs of a job whose lines were changed, or that are shorter than they were: its journals, what was sent to a
 * printer, and what was printed again. One that is gone together with the file that stores its end is not seen.
 *
 * @param additions how often rows were added to the job
 */
export function logFaults(out: string, additions: number): readonly RecordFault[] {
  const folder = jobFolder(out)
  const journals = Array.from({ length: additions }, (_, at) => jobFolder(out, at + FIRST_ADDITION).journal)
  const logs: readonly (readonly [path: string, end?: string])[] = [
    ...[folder.journal, ...journals].map((path) => [path] as const),
    [folder.deliveries, folder.deliveriesEnd],
    [folder.audit, folder.auditEnd],
  ]
  return logs.flatMap(([path, end]): readonly RecordFault[] => {
    try {
      readJobLog(folder, path, { parse: objectIn }, end)
      return []
    } catch (error) {
      if (!(error instanceof BatchError) || error.issue.code !== 'job-damaged') throw error
      return [
        { file: relative(out, path).split(sep).join('/'), fault: isThere(path) ? 'changed' : 'missing' },
      ]
    }
  })
}

function objectIn(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
