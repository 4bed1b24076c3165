import { labelFields } from '@claimtag/core'
import { contentOf, nativeLabel, type Art, type Bitmap, type PlacedLabel } from '@claimtag/label'
import { symbolPlaces, type Series } from '@claimtag/label/series'
import { hasPicture, type OutputKind } from './kinds.ts'
import { payloadLine, type PayloadLayout } from './payload-csv.ts'
import { hasPrinterEncoder, printerEncoder, type PrinterKind, type PrinterPaper } from './printer-encoders.ts'
import type { Device } from '@claimtag/devices'
import { createCommandRenderer } from './render-commands.ts'
import type { LabelRenderer, Output } from './rendered-label.ts'

/** A label that is being made. */
interface Sheet {
  readonly device: Device
  readonly placed: PlacedLabel
  /** Drawn when the first output needs it. */
  readonly raster: () => Bitmap
}

/** Makes the bytes of one kind of output, of one label after another. */
type SheetRenderer = (sheet: Sheet) => Uint8Array

/** What some outputs need besides the series. */
export interface DrawingSource {
  /** The media of a Brother QL. */
  readonly media?: PrinterPaper['media']
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
  csv: ({ payload = PAYLOAD_ALONE }) =>
    Promise.resolve(({ device }) => Buffer.from(payloadLine(device, payload), 'utf8')),
} satisfies Record<Exclude<OutputKind, PrinterKind>, (source: DrawingSource) => Promise<SheetRenderer>>

/** Gets ready to render labels, as often as wanted. */
export async function createLabelRenderer(
  series: Series,
  as: readonly OutputKind[],
  source: DrawingSource = {},
): Promise<LabelRenderer> {
  if (!as.some(hasPicture)) return createCommandRenderer(series, as, source.payload ?? PAYLOAD_ALONE)
  const paper = { stock: series.template.stock, dpi: series.dpi, media: source.media }

  async function rendererOf(kind: OutputKind): Promise<SheetRenderer> {
    if (!hasPrinterEncoder(kind)) return RENDERERS[kind](source)
    const encode = await printerEncoder(kind)
    return ({ raster }) => encode(raster(), paper)
  }

  const renderers = await Promise.all(as.map(async (kind) => ({ as: kind, render: await rendererOf(kind) })))
  return (device) => {
    const placed = series.place(device.text, labelFields(device))
    let bitmap: Bitmap | undefined
    const sheet: Sheet = { device, placed, raster: () => (bitmap ??= series.draw(placed)) }
    const outputs: Output[] = []
    for (const { as: kind, render } of renderers) outputs.push({ as: kind, bytes: render(sheet) })
    return { symbols: symbolPlaces(placed), codes: contentOf(placed).codes, outputs }
  }
}
