import { readFileSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import { replaceFile } from '@claimtag/disk'
import type { JobFolder } from './folder.ts'
import { jobRecordSchema, type JobRecord } from './job-schema.ts'

/**
 * @throws BatchError `job-damaged`
 */
export function readJobRecord({ record, out }: JobFolder): JobRecord | undefined {
  try {
    return jobRecordSchema.parse(JSON.parse(readFileSync(record, 'utf8')))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    // Of a folder that is not ours to read, nobody may say that no job is in it.
    const detail = code === 'EACCES' || code === 'EPERM' ? `job.json, ${code}` : 'job.json'
    throw new BatchError({ code: 'job-damaged', path: out, detail })
  }
}

export function writeJobRecord({ record }: JobFolder, job: JobRecord): void {
  replaceFile(record, `${JSON.stringify(job, undefined, 2)}\n`)
}
