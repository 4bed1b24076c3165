import { readOwnFile, replaceFile } from '@claimtag/disk'
import { join } from 'node:path'
import { BatchError } from '../issue.ts'
import { createKeyedDigest } from './digest.ts'
import type { JobFolder } from './folder.ts'
import { jobRecordSchema, type JobRecord } from './job-schema.ts'
import { readKey } from './key.ts'

/**
 * The record of a job, if there is one. A record with a seal must be unchanged; one without a seal is of the first
 * version.
 *
 * @throws BatchError `job-damaged`
 */
export function readJobRecord(folder: JobFolder): JobRecord | undefined {
  const { record: path, out } = folder
  let text: string
  try {
    text = readOwnFile(path).toString('utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    // If the folder cannot be read, there may still be a job in it.
    const detail = code === 'EACCES' || code === 'EPERM' ? `job.json, ${code}` : 'job.json'
    throw new BatchError({ code: 'job-damaged', path: out, detail })
  }
  const record = parsed(text)
  if (record === undefined) throw new BatchError({ code: 'job-damaged', path: out, detail: 'job.json' })
  if (record.digests === undefined) return record
  const key = readKey(folder)
  if (key === undefined) throw new BatchError({ code: 'job-damaged', path: out, detail: 'key' })
  if (record.seal !== sealOf(JSON.parse(text) as JobRecord, key))
    throw new BatchError({ code: 'job-damaged', path: out, detail: 'job.json' })
  return record
}

/** @returns the record with its seal */
export function writeJobRecord({ record, hidden }: JobFolder, job: JobRecord, key: Uint8Array): JobRecord {
  const sealed: JobRecord = job.digests === undefined ? job : { ...job, seal: sealOf(job, key) }
  replaceFile(record, `${JSON.stringify(sealed, undefined, 2)}\n`, join(hidden, 'job.json.new'))
  return sealed
}

function sealOf(record: JobRecord, key: Uint8Array): string {
  return createKeyedDigest(key)(JSON.stringify({ ...record, seal: undefined }), 'job.json\0')
}

function parsed(text: string): JobRecord | undefined {
  try {
    return jobRecordSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
