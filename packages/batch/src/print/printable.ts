import { encodeEscPos } from '@claimtag/label/escpos'
import { encodeTspl } from '@claimtag/label/tspl'
import { encodeZpl } from '@claimtag/label/zpl'
import { join } from 'node:path'
import { BatchError } from '../issue.ts'
import { keyedDigest } from '../job/digest.ts'
import type { FinishedJob } from '../job/finished.ts'
import type { JobFolder } from '../job/folder.ts'
import type { ManifestEntry } from '../job/manifest.ts'
import type { OutputKind } from '../output/kinds.ts'
import { openLabelBytes } from '../read-back/entries.ts'
import { readPng } from '../read-back/png.ts'
import { redraw, type LabelOrigin } from './redrawing.ts'

/** Gives labels of a job in one kind of output. */
export interface Printables {
  /** @throws BatchError `label-changed`, `not-printable`, `drawn-otherwise` */
  of(entry: ManifestEntry): Promise<Uint8Array>
  close(): void
}

/** Labels as they were computed, or made from the dots of their PNG or from the devices, which gives the same bytes. */
export function openPrintables(
  folder: JobFolder,
  { record: { stock }, key }: FinishedJob,
  as: OutputKind,
  origin?: LabelOrigin,
): Printables {
  const labelBytes = openLabelBytes(({ file }) => join(folder.out, file))
  return {
    of: async (entry) => (origin === undefined ? kept(entry) : redraw(entry, as, origin, key)),
    close: () => labelBytes.close(),
  }

  function kept(entry: ManifestEntry): Uint8Array {
    const own = entry.files.find((file) => file.as === as)
    const file = own ?? (as in FROM_DOTS ? entry.files.find((other) => other.as === 'png') : undefined)
    if (file === undefined) throw new BatchError({ code: 'not-printable', path: folder.out, detail: as })
    const changed = new BatchError({ code: 'label-changed', path: file.entry ?? file.file, line: entry.line })
    const bytes = labelBytes.of(file)
    // Nothing is printed that was not verified, or that somebody has changed since.
    if (bytes === undefined || keyedDigest(key, bytes) !== file.digest) throw changed
    if (file.as === as) return bytes
    const dots = readPng(bytes)
    if (dots === undefined) throw changed
    const data = dots.dark === 1 ? dots.data : dots.data.map((byte) => byte ^ 0xff)
    const encoder = FROM_DOTS[as as keyof typeof FROM_DOTS]
    return encoder({ ...dots, data }, { stock })
  }
}

const FROM_DOTS = {
  zpl: (bitmap) => encodeZpl(bitmap),
  tspl: encodeTspl,
  escpos: (bitmap) => encodeEscPos(bitmap),
} satisfies Partial<Record<OutputKind, typeof encodeTspl>>
