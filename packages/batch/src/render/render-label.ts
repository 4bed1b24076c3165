import { labelFields } from '@claimtag/core'
import { contentOf, nativeLabel, type Art, type Bitmap, type PlacedLabel } from '@claimtag/label'
import { createLabelObjects } from '@claimtag/label/pdf-volume'
import { createPngEncoder, type PngEncoder } from '@claimtag/label/png'
import { symbolPlaces, type Series } from '@claimtag/label/series'
import { renderSvg } from '@claimtag/label/svg'
import { encodeNativeZpl } from '@claimtag/label/zpl'
import { hasPicture, type OutputKind } from './kinds.ts'
import { payloadLine, type PayloadLayout } from './payload-csv.ts'
import {
  hasPrinterEncoder,
  PRINTER_ENCODERS,
  type PrinterPaper,
  type PrinterKind,
} from './printer-encoders.ts'
import type { Device } from '@claimtag/devices'
import { createCommandRenderer } from './render-commands.ts'
import type { LabelRenderer } from './rendered-label.ts'

interface Sheet {
  readonly device: Device
  readonly placed: PlacedLabel
  readonly payload: PayloadLayout
  readonly png: PngEncoder
  /** The label's object in a PDF. */
  readonly object: () => Uint8Array
  /** Drawn when the first output needs it. */
  readonly raster: () => Bitmap
}

const RENDERERS = {
  png: ({ png, raster, placed }) => png.encode(raster(), placed),
  svg: ({ placed }) => Buffer.from(renderSvg(placed), 'utf8'),
  pdf: ({ object }) => object(),
  'zpl-native': ({ placed }) => encodeNativeZpl(nativeLabel(placed)),
  csv: ({ device, payload }) => Buffer.from(payloadLine(device, payload), 'utf8'),
} satisfies Record<Exclude<OutputKind, PrinterKind>, (sheet: Sheet) => Uint8Array>

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

export function createLabelRenderer(
  series: Series,
  as: readonly OutputKind[],
  { media, art, payload = PAYLOAD_ALONE }: DrawingSource = {},
): LabelRenderer {
  if (!as.some(hasPicture)) return createCommandRenderer(series, as, payload)
  const png = createPngEncoder()
  const objects = createLabelObjects(art)
  const paper = { stock: series.template.stock, dpi: series.dpi, media }

  return (device) => {
    const placed = series.place(device.text, labelFields(device))
    let bitmap: Bitmap | undefined
    const sheet: Sheet = {
      device,
      placed,
      payload,
      png,
      object: () => objects(placed),
      raster: () => (bitmap ??= series.draw(placed)),
    }
    const outputs = as.map((kind) => ({
      as: kind,
      bytes: hasPrinterEncoder(kind) ? PRINTER_ENCODERS[kind](sheet.raster(), paper) : RENDERERS[kind](sheet),
    }))
    return { symbols: symbolPlaces(placed), codes: contentOf(placed).codes, outputs }
  }
}
