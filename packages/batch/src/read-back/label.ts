import type { ReadBackFault } from '../fault.ts'
import type { LabelDigests } from '../ledger/manifest/label-digests.ts'
import { idOf, type ManifestFile, type ManifestLine } from '../ledger/manifest/manifest.ts'
import type { SymbolPosition } from './align.ts'
import type { PictureKind } from '../render/kinds.ts'
import { isRowKind } from '../render/print-rows.ts'
import type { Dots } from './dots.ts'
import { readBrother } from './languages/brother.ts'
import { readEpl2 } from './languages/epl2.ts'
import { readEscPos } from './languages/escpos.ts'
import { readTspl } from './languages/tspl.ts'
import { readZpl } from './languages/zpl.ts'
import { readPdf } from './pdf.ts'
import { readPng } from './png.ts'
import { readSvg } from './svg.ts'
import type { BarcodeReader } from './barcode.ts'
import type { SymbolReader } from './symbol.ts'

type Reader = (bytes: Uint8Array, symbols: readonly SymbolPosition[]) => Dots | undefined

const READERS = new Map<string, Reader>(
  Object.entries({
    png: readPng,
    svg: (bytes) => readSvg(Buffer.from(bytes).toString('utf8')),
    pdf: readPdf,
    zpl: readZpl,
    tspl: readTspl,
    escpos: readEscPos,
    epl2: readEpl2,
    brother: readBrother,
  } satisfies Record<PictureKind, Reader>),
)

/** The function that turns a label of a kind into dots; `undefined` for a kind without a picture. */
export function pictureReader(as: string): Reader | undefined {
  return READERS.get(as)
}

/** Where a label begins on its roll; `undefined` for a place that no row has. */
function leftOf({ place = 1 }: ManifestFile, lefts: readonly number[] = [0]): number | undefined {
  return lefts[place - 1]
}

/** What reading back needs besides the label. */
export interface ReadBackTools {
  readonly digests: LabelDigests
  readonly readSymbol: SymbolReader
  readonly readBarcode: BarcodeReader
  /** Where the labels of a row begin, dots, when they lie side by side in printers' streams. */
  readonly lefts?: readonly number[] | undefined
  /** The DevEUI in a text of the job's format; `undefined` for any other text. Without it, texts are only compared. */
  readonly devEuiIn?: ((text: string) => string | undefined) | undefined
}

/**
 * Reads a label back from the bytes of an output and compares the texts of its symbols.
 *
 * @returns `undefined` when there is no fault
 */
export async function readBackLabel(
  entry: ManifestLine,
  file: ManifestFile,
  bytes: Uint8Array,
  { digests, readSymbol, readBarcode, lefts, devEuiIn }: ReadBackTools,
): Promise<ReadBackFault | undefined> {
  const { symbols, barcodes = [] } = entry
  const id = idOf(entry)
  if (bytes.length !== file.bytes || digests.file(id, file, bytes) !== file.digest) return 'changed'
  const read = pictureReader(file.as)
  // A line of text has no pixels; only its digest can be compared.
  if (read === undefined) return undefined
  const dots = read(bytes, symbols)
  if (dots === undefined) return 'no-picture'
  if (isRowKind(file.as) && (dots.left ?? 0) !== leftOf(file, lefts)) return 'no-picture'
  for (const symbol of symbols) {
    const text = await readSymbol(dots, symbol)
    if (text === undefined) return 'not-read'
    if (digests.symbol(id, text) !== symbol.digest) return 'reads-otherwise'
    if ((devEuiIn?.(text) ?? id) !== id) return 'other-device'
  }
  for (const barcode of barcodes) {
    const text = await readBarcode(dots, barcode)
    if (text === undefined) return 'not-read'
    if (digests.symbol(id, text) !== barcode.digest) return 'reads-otherwise'
  }
  return undefined
}
