import { isThere, publishFile } from '@claimtag/disk'
import { BatchError } from '../issue.ts'
import { partOf } from '../disk/growing-file.ts'
import type { JobFolder } from './folder.ts'
import { lineParser, noLine, openJobLog, readJobLog } from './job-log.ts'
import type { VolumeRecord } from './job-schema.ts'

/** A record of each whole PDF, under a temporary name until all are whole. */
export interface VolumeLog {
  readonly size: number
  add(record: VolumeRecord): void
  sync(): void
  /** Gives the file its final name. */
  finish(): void
  close(): void
}

const NAME = 'volumes.ndjson'

/**
 * @param size number of bytes known to be good; the rest, from a run that was cut off, is dropped
 * @throws BatchError `job-damaged`
 */
export async function openVolumeLog(folder: JobFolder, size: number): Promise<VolumeLog> {
  const part = partOf(folder.volumes)
  const path = !isThere(part) && isThere(folder.volumes) ? folder.volumes : part
  const parse = size === 0 ? noLine : await lineParser(({ volumeRecordSchema }) => volumeRecordSchema)
  const log = openJobLog<VolumeRecord>(folder, path, { parse, upTo: size })
  if (log.length < size) {
    log.close()
    throw new BatchError({ code: 'job-damaged', path: folder.out, detail: NAME })
  }
  return {
    get size() {
      return log.length
    },
    add: (record) => log.add(record),
    sync: () => log.sync(),
    finish() {
      log.sync()
      if (path === part) publishFile(part, folder.volumes)
    },
    close: () => log.close(),
  }
}

/**
 * A record for each PDF of a finished job: there are few, however many labels they have.
 *
 * @throws BatchError `job-damaged`
 */
export async function readVolumeLog(folder: JobFolder): Promise<readonly VolumeRecord[]> {
  const parse = await lineParser(({ volumeRecordSchema }) => volumeRecordSchema)
  const records: VolumeRecord[] = []
  const read = readJobLog<VolumeRecord>(folder, folder.volumes, { parse, take: (one) => records.push(one) })
  if (!isThere(folder.volumes) || read.isCutOff)
    throw new BatchError({ code: 'job-damaged', path: folder.out, detail: NAME })
  return records
}
