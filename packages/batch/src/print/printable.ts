import { encodeTspl } from '@claimtag/label/tspl'
import { encodeZpl } from '@claimtag/label/zpl'
import { join } from 'node:path'
import { BatchError } from '../issue.ts'
import { keyedDigest } from '../job/digest.ts'
import type { JobFolder } from '../job/folder.ts'
import type { JobRecord } from '../job/job-schema.ts'
import type { ManifestEntry } from '../job/manifest.ts'
import type { LanguageName } from '../printer/language.ts'
import { openLabelBytes } from '../read-back/entries.ts'
import { readPng } from '../read-back/png.ts'

/** Gives labels of a job in a printer's language. */
export interface Printables {
  /** @throws BatchError `label-changed`, `not-printable` */
  of(entry: ManifestEntry): Uint8Array
  close(): void
}

/**
 * Labels as they were computed, or drawn anew from the dots of their PNG, which gives the same bytes.
 *
 * @param stock of the template, which TSPL printers are told
 */
export function openPrintables(
  folder: JobFolder,
  { stock }: Pick<JobRecord, 'stock'>,
  key: Uint8Array,
  language: LanguageName,
): Printables {
  const labelBytes = openLabelBytes(({ file }) => join(folder.out, file))
  return {
    of(entry) {
      const file = entry.files.find(({ as }) => as === language) ?? entry.files.find(({ as }) => as === 'png')
      if (file === undefined)
        throw new BatchError({ code: 'not-printable', path: folder.out, detail: language })
      const bytes = labelBytes.of(file)
      // Nothing is printed that was not verified, or that somebody has changed since.
      if (bytes === undefined || keyedDigest(key, bytes) !== file.digest) {
        throw new BatchError({ code: 'label-changed', path: file.entry ?? file.file, line: entry.line })
      }
      if (file.as === language) return bytes
      const dots = readPng(bytes)
      if (dots === undefined)
        throw new BatchError({ code: 'label-changed', path: file.file, line: entry.line })
      const data = dots.dark === 1 ? dots.data : dots.data.map((byte) => byte ^ 0xff)
      const bitmap = { ...dots, data }
      return language === 'zpl' ? encodeZpl(bitmap) : encodeTspl(bitmap, { stock })
    },
    close: () => labelBytes.close(),
  }
}
