import { openOwnToRead } from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'
import type { JobFolder } from '../ledger/folder.ts'
import type { JournalLine } from '../ledger/job-schema.ts'
import { openGrowingFile, type GrowingFile } from '../disk/growing-file.ts'
import { archiveEnd } from '../disk/zip-records.ts'

/**
 * The directory of an archive, in a file of its own until the archive's end: a million records would take 75 MB of
 * memory.
 */
export interface ZipDirectory {
  readonly file: GrowingFile
  add(records: Uint8Array): void
  /** Ends the archive, which has this many files. */
  appendTo(archive: GrowingFile, count: number): void
}

const NAME = 'directory'
const COPY_BYTES = 1 << 20

export function openZipDirectory(folder: JobFolder, sizes: JournalLine['sizes']): ZipDirectory {
  const grown = openGrowingFile(NAME, folder.zipDirectory, sizes[NAME] ?? 0, Buffer.alloc(0))
  return {
    file: grown,
    add: (records) => grown.append(records),
    appendTo(archive, count) {
      const offset = archive.size
      const from = openOwnToRead(grown.path)
      const bytes = Buffer.alloc(COPY_BYTES)
      try {
        for (let at = 0; at < grown.size;) {
          const length = readSync(from, bytes, 0, COPY_BYTES, at)
          archive.append(bytes.subarray(0, length))
          at += length
        }
      } finally {
        closeSync(from)
      }
      archive.append(archiveEnd(count, grown.size, offset))
    },
  }
}
