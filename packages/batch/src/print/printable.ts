import type { Bitmap } from '@claimtag/label'
import { join } from 'node:path'
import { BatchError } from '../issue.ts'
import { createLabelDigests } from '../ledger/manifest/label-digests.ts'
import type { FinishedJob } from '../ledger/finished.ts'
import type { JobFolder } from '../ledger/folder.ts'
import { idOf, type ManifestLine } from '../ledger/manifest/manifest.ts'
import { brotherStock } from '../render/brother-stock.ts'
import type { OutputKind } from '../render/kinds.ts'
import { acrossOf, isRowKind, openPrintRows, type RowLabel } from '../render/print-rows.ts'
import {
  assertPrinting,
  hasPrinterEncoder,
  printerEncoder,
  type PrinterKind,
} from '../render/printer-encoders.ts'
import { labelPrinting } from '../render/printing.ts'
import { singlePage } from './single-page.ts'
import { bitmapOf } from '../read-back/dots.ts'
import { openLabelBytes } from '../read-back/label-bytes.ts'
import { readPng } from '../read-back/png.ts'
import { columnOf } from '../read-back/same-label.ts'
import { redraw, type LabelOrigin } from './redrawing.ts'

/** The labels of a job in one kind of output. */
export interface Printables {
  /** The most labels of devices in one print. */
  readonly columns: number
  /**
   * One print: of a label, or of several side by side, which begin in the first place.
   *
   * @throws BatchError `label-changed`, `not-printable`, `drawn-otherwise`
   */
  of(entry: ManifestLine, ...others: readonly ManifestLine[]): Promise<Uint8Array>
  close(): void
}

/**
 * Labels as the job has made them, or made from the dots of their PNG or from the devices, which gives the same
 * bytes.
 *
 * @throws BatchError `not-printable`; `printer-cannot`, when the job has settings that another language than its own
 *   does not have; `sheet-for-printer`, when its labels lie side by side and the language prints them one by one
 * @throws EncodeError `bad-option`, when it does not have their values
 */
export async function openPrintables(
  folder: JobFolder,
  { record, key }: FinishedJob,
  as: OutputKind,
  origin?: LabelOrigin,
): Promise<Printables> {
  const { stock, dpi, outputs: names } = record
  const digests = createLabelDigests(key, record.digests ?? 1)
  const notPrintable = new BatchError({ code: 'not-printable', path: folder.out, detail: as, names })
  const isKept = names.includes(as) || (hasPrinterEncoder(as) && names.includes('png'))
  // Checked before the printer is contacted.
  if (origin === undefined && !isKept) throw notPrintable
  const { printing } = record
  const paper = {
    stock,
    dpi,
    printing: labelPrinting(printing),
    media: as === 'brother' ? brotherStock(stock, dpi, record.media) : undefined,
  }
  if (!names.includes(as) && (hasPrinterEncoder(as) || as === 'zpl-native'))
    await assertPrinting([as], printing, paper)
  const across = record.across ?? (origin?.template && acrossOf(origin.template))
  if (across !== undefined && hasPrinterEncoder(as) && !isRowKind(as))
    throw new BatchError({ code: 'sheet-for-printer', names: [as], columns: across.columns })
  const rows = await openPrintRows([as], paper, across)
  const labelBytes = openLabelBytes(({ file }) => join(folder.out, file))

  async function label(entry: ManifestLine): Promise<RowLabel> {
    if (origin === undefined || 'carton' in entry) return kept(entry)
    const bytes = await redraw(entry, as, origin, digests, {
      media: paper.media,
      guard: record.payload?.guard,
      date: record.date,
      printing,
      versions: record.versions,
    })
    return { bytes, place: columnOf(entry) + 1 }
  }

  /** In a PDF a label is an object, so it gets a page of its own. */
  function whole(object: Uint8Array): Uint8Array {
    const pdf = singlePage(object, stock, origin?.art)
    if (pdf === undefined) throw notPrintable
    return pdf
  }

  async function kept(entry: ManifestLine): Promise<RowLabel> {
    const own = entry.files.find((file) => file.as === as)
    const file = own ?? (hasPrinterEncoder(as) ? entry.files.find((other) => other.as === 'png') : undefined)
    if (file === undefined) throw notPrintable
    const { line, input } = entry
    const changed = (): BatchError =>
      new BatchError({ code: 'label-changed', path: file.entry ?? file.file, line, input })
    const bytes = labelBytes.of(file)
    // A label is printed only if it was verified and is unchanged since.
    if (typeof bytes === 'string' || digests.file(idOf(entry), file, bytes) !== file.digest) throw changed()
    if (file.as === as || !hasPrinterEncoder(as)) return { bytes, place: file.place ?? 1 }
    const dots = readPng(bytes)
    if (dots === undefined) throw changed()
    return { bytes: await drawn(bitmapOf(dots), as, entry), place: 1 }
  }

  async function drawn(bitmap: Bitmap, kind: PrinterKind, entry: ManifestLine): Promise<Uint8Array> {
    const { cartons } = record
    const isCarton = 'carton' in entry
    const own = isCarton
      ? { ...paper, stock: cartons?.stock ?? stock }
      : { ...paper, printing: labelPrinting(printing, entry.copies) }
    const inRow = isCarton ? await openPrintRows([kind], own, cartons?.across) : rows
    if (inRow === undefined) return (await printerEncoder(kind))(bitmap, own)
    const bytes = inRow.label(kind, { raster: () => bitmap }, 0)
    return isCarton ? inRow.whole(kind, [{ bytes, place: 1 }]) : bytes
  }

  return {
    columns: rows?.lefts.length ?? 1,
    async of(entry, ...others) {
      const first = await label(entry)
      if (rows === undefined || 'carton' in entry) return as === 'pdf' ? whole(first.bytes) : first.bytes
      const labels = [first]
      // One after the other: they may share memory.
      for (const other of others) labels.push(await label(other))
      return rows.whole(as, labels)
    },
    close: () => labelBytes.close(),
  }
}
