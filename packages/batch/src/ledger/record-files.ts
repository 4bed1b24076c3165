import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { digestOfFile } from './file-digest.ts'
import type { JobFolder } from './folder.ts'
import type { JobRecord, RecordFile } from './job-schema.ts'

/** A file about the labels that is not as the job left it. */
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
 * Which of the files about the labels are not as the job left them. Jobs of the first version had no digests of them.
 *
 * @param mayGoOn an addition may have begun to add to them
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
