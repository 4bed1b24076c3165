import { labelFields } from '@claimtag/core'
import { contentOf, nativeLabel, type Art, type Bitmap, type PlacedLabel } from '@claimtag/label'
import { symbolPlaces, type Series } from '@claimtag/label/series'
import { hasPicture, type OutputKind } from './kinds.ts'
import { payloadLine, type PayloadLayout } from './payload-csv.ts'
import { hasPrinterEncoder, printerEncoder, type PrinterKind, type PrinterPaper } from './printer-encoders.ts'
import type { Device } from '@claimtag/devices'
import { acrossOf, openPrintRows, type PrintRows } from './print-rows.ts'
import { isCopiesColumn, labelPrinting, type Printing } from './printing.ts'
import { createCommandRenderer } from './render-commands.ts'
import { copiesIn } from './copies.ts'
import { barcodesOf, type LabelRenderer, type Output } from './rendered-label.ts'

/** A label that is being made. */
interface Sheet {
  readonly placed: PlacedLabel
  /** Drawn when the first output needs it. */
  readonly raster: () => Bitmap
  /** Its place among labels side by side, counted from 0. */
  readonly column: number
  /** How often to print it, where a column says so. */
  readonly copies?: number | undefined
}

interface DeviceSheet extends Sheet {
  readonly device: Device
}

/** Makes the bytes of one kind of output, of one label after another. */
type SheetRenderer<S extends Sheet = Sheet> = (sheet: S) => Uint8Array

/** What some outputs need besides the series. */
export interface DrawingSource {
  /** The media of a Brother QL. */
  readonly media?: PrinterPaper['media']
  readonly printing?: Printing | undefined
  /** The series' pictures, which a PDF stores once. */
  readonly art?: Art | undefined
  /** The columns of a payload CSV. Default: only the payload. */
  readonly payload?: PayloadLayout | undefined
}

const PAYLOAD_ALONE: PayloadLayout = { columns: [], guard: true }

/** Each kind of output is loaded when a job has it: a thread starts in half the time. */
const RENDERERS = {
  png: async () => {
    const { createPngEncoder } = await import('@claimtag/label/png')
    const png = createPngEncoder()
    return ({ raster, placed }) => png.encode(raster(), placed)
  },
  svg: async () => {
    const { renderSvg } = await import('@claimtag/label/svg')
    return ({ placed }) => Buffer.from(renderSvg(placed), 'utf8')
  },
  pdf: async ({ art }) => {
    const { createLabelObjects } = await import('@claimtag/label/pdf-volume')
    const objectOf = createLabelObjects(art)
    return ({ placed }) => objectOf(placed)
  },
  'zpl-native': async () => {
    const { encodeNativeZpl } = await import('@claimtag/label/zpl')
    return ({ placed }) => encodeNativeZpl(nativeLabel(placed))
  },
} satisfies Record<
  Exclude<OutputKind, PrinterKind | 'csv'>,
  (source: DrawingSource) => Promise<SheetRenderer>
>

async function rendererOf(
  kind: Exclude<OutputKind, 'csv'>,
  series: Series,
  source: DrawingSource,
  rows: PrintRows | undefined,
): Promise<SheetRenderer> {
  if (rows?.frameOf(kind) !== undefined) return (sheet) => rows.label(kind, sheet, sheet.column)
  if (!hasPrinterEncoder(kind)) return RENDERERS[kind](source)
  const encode = await printerEncoder(kind)
  const paper = paperOf(series, source)
  return ({ raster, copies }) =>
    encode(raster(), copies === undefined ? paper : paperOf(series, source, copies))
}

function paperOf(
  { template: { stock }, dpi }: Series,
  { media, printing }: DrawingSource,
  copies?: number,
): PrinterPaper {
  return { stock, dpi, media, printing: printing && labelPrinting(printing, copies) }
}

function rowsOf(
  as: readonly OutputKind[],
  series: Series,
  source: DrawingSource,
): Promise<PrintRows | undefined> {
  return openPrintRows(as, paperOf(series, source), acrossOf(series.template))
}

/**
 * Gets ready to render labels that are placed already, whatever they are of. Where labels lie side by side, each is a
 * print of its own, in the first place of the row.
 */
export async function createPlacedRenderer(
  series: Series,
  as: readonly Exclude<OutputKind, 'csv'>[],
  source: DrawingSource = {},
): Promise<(placed: PlacedLabel) => readonly Output[]> {
  const rows = await rowsOf(as, series, source)
  const renderers = await Promise.all(
    as.map(async (kind) => ({ as: kind, render: await rendererOf(kind, series, source, rows) })),
  )
  return (placed) => {
    let bitmap: Bitmap | undefined
    const sheet: Sheet = { placed, raster: () => (bitmap ??= series.draw(placed)), column: 0 }
    return renderers.map(({ as: kind, render }) => {
      const bytes = render(sheet)
      const isInRow = rows?.frameOf(kind) !== undefined
      return { as: kind, bytes: isInRow ? rows.whole(kind, [{ bytes, place: 1 }]) : bytes }
    })
  }
}

/** Gets ready to render labels, as often as wanted. */
export async function createLabelRenderer(
  series: Series,
  as: readonly OutputKind[],
  source: DrawingSource = {},
): Promise<LabelRenderer> {
  const { payload = PAYLOAD_ALONE } = source
  const rows = await rowsOf(as, series, source)
  if (!as.some(hasPicture)) return createCommandRenderer(series, as, payload, rows)
  const csv: SheetRenderer<DeviceSheet> = ({ device }) => Buffer.from(payloadLine(device, payload), 'utf8')
  const renderers = await Promise.all(
    as.map(async (kind) => ({
      as: kind,
      render: kind === 'csv' ? csv : await rendererOf(kind, series, source, rows),
    })),
  )
  const byColumn = source.printing?.copies
  return (device, column = 0) => {
    const placed = series.place(device.text, labelFields(device))
    let bitmap: Bitmap | undefined
    const raster = (): Bitmap => (bitmap ??= series.draw(placed))
    const copies = isCopiesColumn(byColumn) ? copiesIn(device, byColumn) : undefined
    const sheet: DeviceSheet = { device, placed, raster, column, copies }
    const outputs: Output[] = []
    for (const { as: kind, render } of renderers) outputs.push({ as: kind, bytes: render(sheet) })
    const content = contentOf(placed)
    const barcodes = barcodesOf(placed, content)
    return { symbols: symbolPlaces(placed), codes: content.codes, barcodes, copies, outputs }
  }
}
