import { toMm } from '../raster/resolution.ts'
import type { BarcodeEncoder, BarcodeKind } from '../template/barcode-modules.ts'
import type { LabelFields } from '../template/template.ts'
import type { BarcodeLayout } from './layout.ts'
import { placeBarcode } from './place-barcode.ts'

export interface BarcodePlan {
  readonly element: string
  readonly kind: BarcodeKind
  /** Modules along the bars, or on a side of the matrix, without quiet zones. */
  readonly modules: number
  readonly dotsPerModule: number
  readonly module: number
  /** With quiet zones, along the bars. */
  readonly room: number
}

/** Plans a bar code; `undefined` when its text is empty. */
export function planBarcode(
  layout: BarcodeLayout,
  fields: LabelFields,
  encode: BarcodeEncoder | undefined,
  perMm: number,
): BarcodePlan | undefined {
  const text = layout.pattern.fill(fields)
  if (text === '') return undefined
  const { kind, modules, across, down } = placeBarcode(text, layout, encode, perMm)
  const isTurned = layout.turn === 90 || layout.turn === 270
  const dots = isTurned ? down : across
  return {
    element: layout.name,
    kind,
    modules: isTurned ? modules.rows : modules.columns,
    dotsPerModule: dots,
    module: Math.round((dots / perMm) * 1000) / 1000,
    room: toMm(layout.room, perMm),
  }
}
