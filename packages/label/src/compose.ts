import type { QrSymbol } from '@claimtag/qr'
import type { Atlases } from './atlases.ts'
import { type Bitmap, blit, blitBitmap, fillRect, fillRow } from './bitmap.ts'
import type { PlacedInk, PlacedItem, PlacedSymbol, PlacedText } from './placed.ts'

/** Draws one placed item at printer dots. */
export function compose(bitmap: Bitmap, item: PlacedItem, atlases: Atlases): void {
  switch (item.type) {
    case 'symbol':
      return drawSymbol(bitmap, item)
    case 'text':
      return drawText(bitmap, item, atlases)
    case 'ink':
      return drawInk(bitmap, item)
    case 'image':
      return blitBitmap(bitmap, item.bitmap, item.x, item.y)
  }
}

/**
 * A row of modules is widened to dots once and copied down for the height of a module. Whole bytes are copied: what
 * the outermost share with the symbol is its quiet zone, which nothing else may enter.
 */
function drawSymbol(bitmap: Bitmap, { x, y, dots, symbol }: PlacedSymbol): void {
  const { data, stride } = bitmap
  const first = x >>> 3
  const bytes = ((x + symbol.size * dots + 7) >>> 3) - first
  for (let row = 0; row < symbol.size; row += 1) {
    const top = (y + row * dots) * stride + first
    widen(symbol, row, dots, x & 7, data, top)
    for (let copy = 1; copy < dots; copy += 1) data.copyWithin(top + copy * stride, top, top + bytes)
  }
}

/** Writes module row `row`, each module `dots` wide, from bit `shift` of byte `at` on. */
function widen(
  symbol: QrSymbol,
  row: number,
  dots: number,
  shift: number,
  data: Uint8Array,
  at: number,
): void {
  const { rows, wordsPerRow, size } = symbol
  let left = 0
  for (let word = 0; word < wordsPerRow; word += 1) {
    let modules = rows[row * wordsPerRow + word]!
    const end = Math.min(size, word * 32 + 32)
    left = word * 32
    while (left < end && modules !== 0) {
      const light = Math.clz32(modules)
      const dark = Math.clz32(~(modules << light))
      left += light
      fillRow(data, at, shift + left * dots, shift + (left + dark) * dots)
      left += dark
      // A shift by 32 would be a shift by 0.
      modules = light + dark >= 32 ? 0 : modules << (light + dark)
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
