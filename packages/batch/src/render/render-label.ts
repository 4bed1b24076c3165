import { labelFields } from '@claimtag/core'
import { nativeLabel, type Art, type Bitmap, type Labeller, type PlacedLabel } from '@claimtag/label'
import { createLabelObjects } from '@claimtag/label/pdf-volume'
import { encodePng } from '@claimtag/label/png'
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
import { symbolPlaces } from './shapes.ts'
import { createCommandRenderer } from './render-commands.ts'
import type { LabelRenderer } from './rendered-label.ts'

interface Sheet {
  readonly device: Device
  readonly placed: PlacedLabel
  readonly payload: PayloadLayout
  /** What this drawer's labels are in a PDF. */
  readonly object: () => Uint8Array
  /** Drawn when the first output asks for it. */
  readonly raster: () => Bitmap
}

const RENDERERS = {
  png: ({ raster, placed }) => encodePng(raster(), placed),
  svg: ({ placed }) => Buffer.from(renderSvg(placed), 'utf8'),
  pdf: ({ object }) => object(),
  'zpl-native': ({ placed }) => encodeNativeZpl(nativeLabel(placed)),
  csv: ({ device, payload }) => Buffer.from(payloadLine(device, payload), 'utf8'),
} satisfies Record<Exclude<OutputKind, PrinterKind>, (sheet: Sheet) => Uint8Array>

/** What some outputs need beyond the labeller. */
export interface DrawingSource {
  /** What a Brother QL prints on. */
  readonly media?: PrinterPaper['media']
  /** The pictures that the labeller has, which a PDF keeps once. */
  readonly art?: Art | undefined
  /** The columns of a payload CSV. Default: the payload alone. */
  readonly payload?: PayloadLayout | undefined
}

const PAYLOAD_ALONE: PayloadLayout = { columns: [], guard: true }

export function createLabelRenderer(
  labeller: Labeller,
  as: readonly OutputKind[],
  { media, art, payload = PAYLOAD_ALONE }: DrawingSource = {},
): LabelRenderer {
  if (!as.some(hasPicture)) return createCommandRenderer(labeller, as, payload)
  const objects = createLabelObjects(art)
  const paper = { stock: labeller.template.stock, dpi: labeller.dpi, media }
  // The raster of the label before: a fresh one for each took a twentieth of the time.
  let last: Bitmap | undefined

  return (device) => {
    const placed = labeller.place(device.text, labelFields(device))
    let bitmap: Bitmap | undefined
    const sheet: Sheet = {
      device,
      placed,
      payload,
      object: () => objects(placed),
      raster: () => (bitmap ??= last = labeller.drawPlaced(placed, last)),
    }
    const outputs = as.map((kind) => ({
      as: kind,
      bytes: hasPrinterEncoder(kind) ? PRINTER_ENCODERS[kind](sheet.raster(), paper) : RENDERERS[kind](sheet),
    }))
    const codes = placed.items.flatMap((item) => (item.type === 'symbol' ? [item.text] : []))
    return { symbols: symbolPlaces(placed), codes, outputs }
  }
}
