import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { digestOfFile } from './file-digest.ts'
import type { JobFolder } from './folder.ts'
import type { JobRecord, RecordFile } from './job-schema.ts'

/** A file about the labels that has changed since the job ended. */
export interface RecordFault {
  readonly file: string
  readonly fault: 'missing' | 'changed'
}

/** A file about the labels as it is now, for the record of the job. */
export function recordFile({ out }: JobFolder, file: string, key: Uint8Array): RecordFile {
  const path = join(out, file)
  return { file, bytes: statSync(path).size, digest: digestOfFile(key, path) }
}

/**
 * The files about the labels that have changed since the job ended. Jobs of the first version had no digests of them.
 *
 * @param mayGoOn whether an addition may have begun to add to them
 */
export function recordFaults(
  { out }: JobFolder,
  { records = [] }: JobRecord,
  key: Uint8Array,
  mayGoOn = false,
): readonly RecordFault[] {
  return records.flatMap(({ file, bytes, digest }): readonly RecordFault[] => {
    const path = join(out, file)
    if (!existsSync(path)) return [{ file, fault: 'missing' }]
    const { size } = statSync(path)
    const isLong = size === bytes || (mayGoOn && size > bytes)
    return isLong && digestOfFile(key, path, bytes) === digest ? [] : [{ file, fault: 'changed' }]
  })
}
