import { existsSync, readFileSync } from 'node:fs'
import { BatchError } from '../issue.ts'
import { replaceFile } from '../output/durable.ts'
import type { JobFolder } from './folder.ts'
import { jobRecordSchema, type JobRecord } from './job-schema.ts'

/**
 * @throws BatchError `job-damaged`
 */
export function readJobRecord({ record, out }: JobFolder): JobRecord | undefined {
  if (!existsSync(record)) return undefined
  try {
    return jobRecordSchema.parse(JSON.parse(readFileSync(record, 'utf8')))
  } catch {
    throw new BatchError({ code: 'job-damaged', path: out, detail: 'job.json' })
  }
}

export function writeJobRecord({ record }: JobFolder, job: JobRecord): void {
  replaceFile(record, `${JSON.stringify(job, undefined, 2)}\n`)
}
