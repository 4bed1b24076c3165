import type { ErrorCorrection, Segment } from '@claimtag/qr'
import type { Bitmap } from '../raster/bitmap.ts'
import type { BarcodeKind, BarcodeModules } from '../template/barcode-modules.ts'
import type { AnyFace, Turn } from '../font/atlas.ts'

/**
 * A label with everything in its place, in whole dots from the top left corner: the input of every output. Plain
 * data, which may be sent to another thread, unless a text has a font of a maker's own.
 */
export interface PlacedLabel {
  readonly width: number
  readonly height: number
  /** The stock in mm; `width` and `height` are rounded to dots. */
  readonly widthMm: number
  readonly heightMm: number
  readonly dpi: number
  readonly items: readonly PlacedItem[]
}

export type PlacedItem = PlacedSymbol | PlacedText | PlacedBarcode | PlacedInk | PlacedImage

/** Place and size of a symbol, without its text. */
export interface SymbolPlace {
  /** Corner of the first module; the quiet zone lies outside. */
  readonly x: number
  readonly y: number
  /** Dots on a side of one module. */
  readonly dots: number
  readonly version: number
  readonly errorCorrection: ErrorCorrection
  /** Modules on a side, without the quiet zone. */
  readonly modules: number
}

export interface PlacedSymbol extends SymbolPlace {
  readonly type: 'symbol'
  /** Text of the symbol, for printers that draw it themselves. It contains the token: never put it anywhere else. */
  readonly text: string
  /** The same text, cut into the modes that take the fewest bits; `symbolOf` makes the modules from it. */
  readonly segments: readonly Segment[]
}

export interface PlacedText {
  readonly type: 'text'
  /** Position of the pen before the first character, on the base line. */
  readonly x: number
  readonly y: number
  readonly turn: Turn
  readonly face: AnyFace
  readonly capDots: number
  readonly text: string
  /** Positions of the pen for each character, in dots along the line. */
  readonly pens: readonly number[]
}

/** Place and size of a bar code, without its text and its quiet zones. */
export interface BarcodePlace {
  readonly kind: BarcodeKind
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedBarcode extends BarcodePlace {
  readonly type: 'barcode'
  readonly text: string
  /** As it lies on the label; a turned one is turned. */
  readonly modules: BarcodeModules
  /** Dots of a module, from left to right and from top to bottom. */
  readonly across: number
  readonly down: number
}

/** A filled rectangle, or a frame when `thickness` is not 0. */
export interface PlacedInk {
  readonly type: 'ink'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly thickness: number
  readonly radius: number
}

export interface PlacedImage {
  readonly type: 'image'
  readonly x: number
  readonly y: number
  readonly bitmap: Bitmap
}

/**
 * The places of a label's symbols, without their texts.
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { symbolPlaces } from '@claimtag/label/series'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const placed = labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', { devEui: '70B3D57ED00A0004' })
 * console.log(symbolPlaces(placed)[0]?.modules) // 33
 * ```
 */
export function symbolPlaces({ items }: PlacedLabel): readonly SymbolPlace[] {
  const places: SymbolPlace[] = []
  for (const item of items) {
    if (item.type !== 'symbol') continue
    const { x, y, dots, version, errorCorrection, modules } = item
    places.push({ x, y, dots, version, errorCorrection, modules })
  }
  return places
}

/**
 * The places of a label's other bar codes, without their texts.
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { barcodePlaces } from '@claimtag/label/series'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const placed = labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', { devEui: '70B3D57ED00A0004' })
 * console.log(barcodePlaces(placed).length) // 0
 * ```
 */
export function barcodePlaces({ items }: PlacedLabel): readonly BarcodePlace[] {
  const places: BarcodePlace[] = []
  for (const item of items) {
    if (item.type !== 'barcode') continue
    const { kind, x, y, width, height } = item
    places.push({ kind, x, y, width, height })
  }
  return places
}
