import type { Atlases } from '../font/atlases.ts'
import { type Bitmap, blit, blitBitmap, fillRect } from '../raster/bitmap.ts'
import type { PlacedBarcode, PlacedInk, PlacedItem, PlacedSymbol, PlacedText } from '../layout/placed.ts'
import { eachBarcodeRun } from '../raster/runs.ts'
import { inByteOrder, wideModules, widenRow } from '../raster/widen-row.ts'
import { symbolOf } from './symbol-of.ts'

/** Draws one placed item in printer dots. */
export function compose(bitmap: Bitmap, item: PlacedItem, atlases: Atlases): void {
  switch (item.type) {
    case 'symbol':
      return drawSymbol(bitmap, item)
    case 'text':
      return drawText(bitmap, item, atlases)
    case 'barcode':
      return drawBarcode(bitmap, item)
    case 'ink':
      return drawInk(bitmap, item)
    case 'image':
      return blitBitmap(bitmap, item.bitmap, item.x, item.y)
  }
}

/** A row of modules is widened to dots once, and copied to every row of dots that it covers. */
function drawSymbol(bitmap: Bitmap, placed: PlacedSymbol): void {
  const { x, y, dots } = placed
  const symbol = symbolOf(placed)
  const { stride, data } = bitmap
  const view = new Int32Array(data.buffer, data.byteOffset, data.length >>> 2)
  const wide = new Int32Array(((x & 31) + symbol.size * dots + 31) >>> 5)
  const modules = wideModules(dots)
  for (let row = 0; row < symbol.size; row += 1) {
    widenRow(symbol, row, modules, x & 31, wide)
    inByteOrder(wide)
    let at = ((y + row * dots) * stride + (x >>> 5) * 4) >>> 2
    for (let copy = 0; copy < dots; copy += 1, at += stride >>> 2) {
      for (let word = 0; word < wide.length; word += 1) view[at + word]! |= wide[word]!
    }
  }
}

function drawText(
  bitmap: Bitmap,
  { x, y, turn, face, capDots, text, pens }: PlacedText,
  atlases: Atlases,
): void {
  const atlas = atlases(face, capDots, turn)
  let index = 0
  for (const character of text) {
    const glyph = atlas.glyph(character)!
    const pen = pens[index]!
    index += 1
    if (glyph.width === 0) continue
    const across = turn === 0 ? pen : turn === 180 ? -pen : 0
    const down = turn === 90 ? pen : turn === 270 ? -pen : 0
    blit(bitmap, glyph, x + across + glyph.left, y + down + glyph.top)
  }
}

function drawBarcode(bitmap: Bitmap, { x, y, modules, across, down }: PlacedBarcode): void {
  eachBarcodeRun(modules, (left, top, width) =>
    fillRect(bitmap, x + left * across, y + top * down, width * across, down),
  )
}

function drawInk(bitmap: Bitmap, { x, y, width, height, thickness, radius }: PlacedInk): void {
  for (let row = 0; row < height; row += 1) {
    const [left, right] = roundedSpan(row, width, height, radius)
    const inner = row - thickness
    if (thickness === 0 || inner < 0 || inner >= height - 2 * thickness) {
      fillRect(bitmap, x + left, y + row, right - left, 1)
      continue
    }
    const [from, to] = roundedSpan(
      inner,
      width - 2 * thickness,
      height - 2 * thickness,
      Math.max(0, radius - thickness),
    )
    fillRect(bitmap, x + left, y + row, from + thickness - left, 1)
    fillRect(bitmap, x + to + thickness, y + row, right - to - thickness, 1)
  }
}

/** The dots of one row of a rectangle with rounded corners. */
function roundedSpan(row: number, width: number, height: number, radius: number): [number, number] {
  const into = Math.max(radius - row - 0.5, row + 0.5 - (height - radius))
  if (radius === 0 || into <= 0) return [0, width]
  const inset = Math.round(radius - Math.sqrt(Math.max(0, radius * radius - into * into)))
  return [inset, width - inset]
}
