import type { ErrorCorrection, Segment } from '@claimtag/qr'
import type { Bitmap } from '../raster/bitmap.ts'
import type { FaceName, Turn } from '../font/atlas.ts'

/**
 * A label with everything in its place, in whole dots from the top left corner: what every output draws. Plain data,
 * which may be sent to another thread.
 */
export interface PlacedLabel {
  readonly width: number
  readonly height: number
  /** The stock in mm: `width` and `height` are rounded to dots. */
  readonly widthMm: number
  readonly heightMm: number
  readonly dpi: number
  readonly items: readonly PlacedItem[]
}

export type PlacedItem = PlacedSymbol | PlacedText | PlacedInk | PlacedImage

/** Where a symbol is and how large, whatever it says. */
export interface SymbolPlace {
  /** Corner of the first module; the quiet zone lies around it. */
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
  /** What the symbol says, for printers that draw it themselves. It holds the token: it goes nowhere else. */
  readonly text: string
  /** The same text, cut into the modes in which it takes the fewest bits; `symbolOf` makes the modules of it. */
  readonly segments: readonly Segment[]
}

export interface PlacedText {
  readonly type: 'text'
  /** The pen before the first character, on the base line. */
  readonly x: number
  readonly y: number
  readonly turn: Turn
  readonly face: FaceName
  readonly capDots: number
  readonly text: string
  /** Where the pen stands for each character, in dots along the line. */
  readonly pens: readonly number[]
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

/** Where the symbols of a label are, without what they say. */
export function symbolPlaces({ items }: PlacedLabel): readonly SymbolPlace[] {
  const places: SymbolPlace[] = []
  for (const item of items) {
    if (item.type !== 'symbol') continue
    const { x, y, dots, version, errorCorrection, modules } = item
    places.push({ x, y, dots, version, errorCorrection, modules })
  }
  return places
}
