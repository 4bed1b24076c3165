import { join } from 'node:path'
import { BatchError } from '../issue.ts'
import { createLabelDigests } from '../ledger/manifest/label-digests.ts'
import type { FinishedJob } from '../ledger/finished.ts'
import type { JobFolder } from '../ledger/folder.ts'
import { idOf, type ManifestLine } from '../ledger/manifest/manifest.ts'
import { brotherStock } from '../render/brother-stock.ts'
import type { OutputKind } from '../render/kinds.ts'
import { assertPrinting, hasPrinterEncoder, printerEncoder } from '../render/printer-encoders.ts'
import { singlePage } from './single-page.ts'
import { bitmapOf } from '../read-back/dots.ts'
import { openLabelBytes } from '../read-back/label-bytes.ts'
import { readPng } from '../read-back/png.ts'
import { redraw, type LabelOrigin } from './redrawing.ts'

/** The labels of a job in one kind of output. */
export interface Printables {
  /** @throws BatchError `label-changed`, `not-printable`, `drawn-otherwise` */
  of(entry: ManifestLine): Promise<Uint8Array>
  close(): void
}

/**
 * Labels as the job has made them, or made from the dots of their PNG or from the devices, which gives the same
 * bytes.
 *
 * @throws BatchError `not-printable`; `printer-cannot`, when the job has settings that another language than its own
 *   does not have
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
    printing,
    media: as === 'brother' ? brotherStock(stock, dpi, record.media) : undefined,
  }
  if (!names.includes(as) && (hasPrinterEncoder(as) || as === 'zpl-native'))
    await assertPrinting([as], printing, paper)
  const labelBytes = openLabelBytes(({ file }) => join(folder.out, file))
  return {
    async of(entry) {
      const bytes =
        origin === undefined || 'carton' in entry
          ? await kept(entry)
          : await redraw(entry, as, origin, digests, {
              media: paper.media,
              guard: record.payload?.guard,
              date: record.date,
              printing,
              versions: record.versions,
            })
      return as === 'pdf' ? whole(bytes) : bytes
    },
    close: () => labelBytes.close(),
  }

  /** In a PDF a label is an object, so it gets a page of its own. */
  function whole(object: Uint8Array): Uint8Array {
    const pdf = singlePage(object, stock, origin?.art)
    if (pdf === undefined) throw notPrintable
    return pdf
  }

  async function kept(entry: ManifestLine): Promise<Uint8Array> {
    const own = entry.files.find((file) => file.as === as)
    const file = own ?? (hasPrinterEncoder(as) ? entry.files.find((other) => other.as === 'png') : undefined)
    if (file === undefined) throw notPrintable
    const { line, input } = entry
    const changed = (): BatchError =>
      new BatchError({ code: 'label-changed', path: file.entry ?? file.file, line, input })
    const bytes = labelBytes.of(file)
    // A label is printed only if it was verified and is unchanged since.
    if (typeof bytes === 'string' || digests.file(idOf(entry), file, bytes) !== file.digest) throw changed()
    if (file.as === as || !hasPrinterEncoder(as)) return bytes
    const dots = readPng(bytes)
    if (dots === undefined) throw changed()
    const encode = await printerEncoder(as)
    const onCarton = 'carton' in entry ? record.cartons?.stock : undefined
    return encode(bitmapOf(dots), { ...paper, stock: onCarton ?? stock })
  }
}
