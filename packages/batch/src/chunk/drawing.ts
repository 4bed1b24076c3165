import {
  nativeLabel,
  type Bitmap,
  type Labeller,
  type PlacedLabel,
  type PlacedSymbol,
  type Template,
} from '@claimtag/label'
import { encodeEscPos } from '@claimtag/label/escpos'
import { encodePng } from '@claimtag/label/png'
import { renderSvg } from '@claimtag/label/svg'
import { encodeTspl } from '@claimtag/label/tspl'
import { encodeNativeZpl, encodeZpl } from '@claimtag/label/zpl'
import { labelFields } from '../output/label-text.ts'
import type { OutputKind } from '../output/kinds.ts'
import { payloadLine } from '../output/payload-csv.ts'
import type { Device } from '../rows/device.ts'

/** One label in every kind of output that the job asks for. */
export interface Drawing {
  readonly symbols: readonly PlacedSymbol[]
  readonly outputs: ReadonlyMap<OutputKind, Uint8Array>
}

interface Sheet {
  readonly device: Device
  readonly placed: PlacedLabel
  readonly template: Template
  /** Drawn when the first output asks for it. */
  readonly raster: () => Bitmap
}

const RENDERERS = {
  png: ({ raster, placed }) => encodePng(raster(), placed),
  svg: ({ placed }) => Buffer.from(renderSvg(placed), 'utf8'),
  zpl: ({ raster }) => encodeZpl(raster()),
  'zpl-native': ({ placed }) => encodeNativeZpl(nativeLabel(placed)),
  tspl: ({ raster, template }) => encodeTspl(raster(), template),
  escpos: ({ raster }) => encodeEscPos(raster()),
  csv: ({ device }) => Buffer.from(payloadLine(device), 'utf8'),
} satisfies Record<OutputKind, (sheet: Sheet) => Uint8Array>

export function drawLabel(labeller: Labeller, as: readonly OutputKind[], device: Device): Drawing {
  const fields = labelFields(device)
  const placed = labeller.place(device.text, fields)
  let bitmap: Bitmap | undefined
  const sheet: Sheet = {
    device,
    placed,
    template: labeller.template,
    raster: () => (bitmap ??= labeller.drawPlaced(placed)),
  }
  return {
    symbols: placed.items.filter((item) => item.type === 'symbol'),
    outputs: new Map(as.map((kind) => [kind, RENDERERS[kind](sheet)])),
  }
}
