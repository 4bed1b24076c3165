import { statSync } from 'node:fs'
import { join } from 'node:path'
import { digestOfFile } from '../ledger/file-digest.ts'
import type { JobFolder } from '../ledger/folder.ts'
import type { VolumeRecord } from '../ledger/job-schema.ts'
import { readVolumeLog } from '../ledger/volume-log.ts'

/** A file of many labels that has changed since it was written. */
export interface VolumeFault {
  readonly file: string
  /** Number of labels in it. */
  readonly labels: number
  /** `additional`: it contains more than the job put there. */
  readonly fault: 'missing' | 'changed' | 'additional'
}

/**
 * Checks the PDFs of a finished job as wholes: their pages are not part of the labels' bytes.
 *
 * @throws BatchError `job-damaged` when the list of PDFs is lost
 */
export async function volumeFaults(folder: JobFolder, key: Uint8Array): Promise<readonly VolumeFault[]> {
  const volumes = await readVolumeLog(folder)
  return volumes.flatMap((record) => {
    const fault = faultOf(record, join(folder.out, record.file), key)
    return fault === undefined ? [] : [{ file: record.file, labels: record.labels, fault }]
  })
}

function faultOf(
  { bytes, digest }: VolumeRecord,
  path: string,
  key: Uint8Array,
): VolumeFault['fault'] | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size
  if (size === undefined) return 'missing'
  return size === bytes && digestOfFile(key, path) === digest ? undefined : 'changed'
}
