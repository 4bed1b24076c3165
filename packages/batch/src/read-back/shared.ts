import { openToRead } from '@claimtag/disk'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, fstatSync } from 'node:fs'
import { join } from 'node:path'
import { digestOfPart } from '../ledger/file-digest.ts'
import type { JobRecord } from '../ledger/job-schema.ts'
import type { ManifestFile } from '../ledger/manifest/manifest.ts'
import { outputKind } from '../render/kinds.ts'
import { FORMER_HEADER } from '../render/payload-csv.ts'
import type { PrintRows } from '../render/print-rows.ts'
import { ARCHIVE, sharedFiles } from '../render/shared-file.ts'
import { archiveEnd, directoryRecord, localHeader } from '../disk/zip-records.ts'
import type { VolumeFault } from './volume.ts'

/** Follows the files that many labels share, so that no bytes can hide before, between or after the labels. */
export interface SharedFollower {
  /** Notes a label as it was read; those of one file come in the order of the manifest. */
  follow(file: ManifestFile, bytes: Uint8Array): void
  /** The files that contain anything besides these labels and the bytes that belong to them. */
  faults(): readonly VolumeFault[]
}

/**
 * @param out the job's folder
 * @param rows where labels lie side by side: what is before and after each row is followed, too
 */
export function followShared(
  out: string,
  { outputs, pack, payload, labelled: all, additions = [] }: JobRecord,
  rows?: PrintRows,
): SharedFollower {
  const kinds = outputs.map(outputKind)
  const zip = pack === 'zip' ? pack : undefined
  const header = payload?.header ?? FORMER_HEADER
  const added = additions.reduce((sum, { labelled }) => sum + labelled, 0)
  const runs = [
    { number: undefined, labelled: all - added },
    ...additions.map(({ number, labelled }) => ({ number, labelled })),
  ]
  const files = new Map(
    runs.flatMap(({ number, labelled: labels }) =>
      sharedFiles(kinds, zip, header, number).map(({ name, head }) => [
        name,
        { labels, ...followFile(name, head, rows) },
      ]),
    ),
  )
  return {
    follow: (file, bytes) => files.get(file.file)?.follow(file, bytes),
    faults: () =>
      [...files].flatMap(([file, followed]) => {
        const fault = followed.faultIn(join(out, file))
        return fault === undefined ? [] : [{ file, labels: followed.labels, fault }]
      }),
  }
}

/** The expected content of one file, as a digest: it may be larger than the memory. */
function followFile(name: string, head: string, rows: PrintRows | undefined) {
  const body = createHash('sha256').update(head)
  const directory = createHash('sha256')
  let [bodySize, directorySize, count] = [Buffer.byteLength(head), 0, 0]

  /** The end of the row that is begun. */
  let closing: Uint8Array | undefined

  function add(bytes: Uint8Array): void {
    body.update(bytes)
    bodySize += bytes.length
  }

  function endRow(): void {
    if (closing !== undefined) add(closing)
    closing = undefined
  }

  return {
    follow({ as, entry, place }: ManifestFile, bytes: Uint8Array): void {
      count++
      if (place === undefined || place === 1) endRow()
      const frame = place === 1 ? rows?.frameOf(outputKind(as)) : undefined
      if (frame !== undefined) add(frame.opening)
      closing ??= frame?.closing
      if (entry !== undefined) {
        const { header, crc } = localHeader(entry, bytes)
        const record = directoryRecord({ name: entry, crc, size: bytes.length, offset: bodySize })
        directory.update(record)
        directorySize += record.length
        add(header)
      }
      add(bytes)
    },
    faultIn(path: string): VolumeFault['fault'] | undefined {
      endRow()
      const end = name.endsWith(ARCHIVE) ? archiveEnd(count, directorySize, bodySize) : Buffer.alloc(0)
      const size = bodySize + directorySize + end.length
      if (!existsSync(path)) return 'missing'
      const file = openToRead(path)
      try {
        const found = fstatSync(file).size
        if (found !== size) return found > size ? 'additional' : 'changed'
        const isAsWritten =
          digestOf(file, 0, bodySize) === body.digest('hex') &&
          digestOf(file, bodySize, directorySize) === directory.digest('hex') &&
          digestOf(file, bodySize + directorySize, end.length) ===
            createHash('sha256').update(end).digest('hex')
        return isAsWritten ? undefined : 'changed'
      } finally {
        closeSync(file)
      }
    },
  }
}

function digestOf(file: number, from: number, length: number): string {
  return digestOfPart(createHash('sha256'), file, from, length)
}
