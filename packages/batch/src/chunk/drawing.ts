import {
  nativeLabel,
  type Art,
  type Bitmap,
  type Labeller,
  type PlacedLabel,
  type PlacedSymbol,
} from '@claimtag/label'
import { createLabelObjects } from '@claimtag/label/pdf-volume'
import { encodePng } from '@claimtag/label/png'
import { renderSvg } from '@claimtag/label/svg'
import { viewNativeZpl } from '@claimtag/label/zpl'
import { labelFields } from '../output/label-text.ts'
import type { OutputKind } from '../output/kinds.ts'
import { payloadLine } from '../output/payload-csv.ts'
import {
  isPrinterStream,
  PRINTER_STREAMS,
  type PrinterPaper,
  type PrinterStream,
} from '../output/printer-stream.ts'
import type { Device } from '../rows/device.ts'

/** One label in every kind of output that the job asks for. */
export interface Drawing {
  readonly symbols: readonly PlacedSymbol[]
  /** They hold until the next label is drawn. */
  readonly outputs: ReadonlyMap<OutputKind, Uint8Array>
}

interface Sheet {
  readonly device: Device
  readonly placed: PlacedLabel
  /** What this labeller's labels are in a PDF. */
  readonly object: () => Uint8Array
  /** Drawn when the first output asks for it. */
  readonly raster: () => Bitmap
}

const RENDERERS = {
  png: ({ raster, placed }) => encodePng(raster(), placed),
  svg: ({ placed }) => Buffer.from(renderSvg(placed), 'utf8'),
  pdf: ({ object }) => object(),
  'zpl-native': ({ placed }) => viewNativeZpl(nativeLabel(placed)),
  csv: ({ device }) => Buffer.from(payloadLine(device), 'utf8'),
} satisfies Record<Exclude<OutputKind, PrinterStream>, (sheet: Sheet) => Uint8Array>

/** What some outputs need beyond the labeller. */
export interface DrawingSource {
  /** What a Brother QL prints on. */
  readonly media?: PrinterPaper['media']
  /** The pictures that the labeller has, which a PDF keeps once. */
  readonly art?: Art | undefined
}

/** What is made once for each labeller, like all that costs more than a label. */
interface Tools {
  readonly objects: ReturnType<typeof createLabelObjects>
  /** The raster of the label before: a fresh one for each took a twentieth of the time. */
  bitmap: Bitmap | undefined
}

const toolsByLabeller = new WeakMap<Labeller, Tools>()

function toolsFor(labeller: Labeller, art: Art | undefined): Tools {
  const known = toolsByLabeller.get(labeller)
  if (known !== undefined) return known
  const tools = { objects: createLabelObjects(art), bitmap: undefined }
  toolsByLabeller.set(labeller, tools)
  return tools
}

export function drawLabel(
  labeller: Labeller,
  as: readonly OutputKind[],
  device: Device,
  { media, art }: DrawingSource = {},
): Drawing {
  const placed = labeller.place(device.text, labelFields(device))
  const tools = toolsFor(labeller, art)
  let bitmap: Bitmap | undefined
  const sheet: Sheet = {
    device,
    placed,
    object: () => tools.objects(placed),
    raster: () => (bitmap ??= tools.bitmap = labeller.drawPlaced(placed, tools.bitmap)),
  }
  const outputs = new Map<OutputKind, Uint8Array>()
  for (const kind of as) {
    const paper = { stock: labeller.template.stock, dpi: labeller.dpi, media }
    outputs.set(
      kind,
      isPrinterStream(kind) ? PRINTER_STREAMS[kind](sheet.raster(), paper) : RENDERERS[kind](sheet),
    )
  }
  return { symbols: placed.items.filter((item) => item.type === 'symbol'), outputs }
}
