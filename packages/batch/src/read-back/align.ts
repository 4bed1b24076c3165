import type { ManifestSymbol } from '../ledger/manifest/manifest.ts'
import type { Dots } from './dots.ts'

/** Modules on a side of the squares in three corners of a symbol (ISO/IEC 18004, 6.3.3). */
const FINDER = 7

/** Rows of a finder pattern from the outside in; 1 is dark. */
const RING = [0b1111111, 0b1000001, 0b1011101, 0b1011101, 0b1011101, 0b1000001, 0b1111111]

/** Position and size of a symbol. */
export type SymbolPosition = Pick<ManifestSymbol, 'x' | 'y' | 'modules' | 'dots'>

/**
 * Finds how far a label was moved on its paper: printers differ in the position of a stock's first dot. Every symbol
 * must show its three finder patterns at the moved position.
 *
 * @returns the picture moved back, so that symbols are where the manifest says; unchanged when no position fits
 */
export function aligned(dots: Dots, symbols: readonly SymbolPosition[]): Dots {
  const [first] = symbols
  if (first === undefined) return dots
  const isDark = (x: number, y: number): boolean => darkAt(dots, x, y)
  const side = FINDER * first.dots
  for (let y = 0; y + side <= dots.height; y++) {
    for (let x = 0; x + side <= dots.width; x++) {
      // The upper left corner: dark from here on, light before and above; nearly all dots are ruled out here.
      if ((x & 7) === 0 && isLightByte(dots, x, y)) x += 7
      else if (isDark(x, y) && !isDark(x - 1, y) && !isDark(x, y - 1)) {
        const [across, down] = [x - first.x, y - first.y]
        const isThere = (place: SymbolPosition): boolean =>
          isSymbol(isDark, { ...place, x: place.x + across, y: place.y + down })
        if (symbols.every(isThere)) return moved(dots, across, down)
      }
    }
  }
  return dots
}

function isLightByte({ data, stride, dark }: Dots, x: number, y: number): boolean {
  return data[y * stride + (x >>> 3)] === (dark === 1 ? 0x00 : 0xff)
}

function darkAt({ data, stride, width, height, dark }: Dots, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= width || y >= height) return false
  return (((data[y * stride + (x >>> 3)] ?? 0) >>> (7 - (x & 7))) & 1) === dark
}

function isSymbol(
  isDark: (x: number, y: number) => boolean,
  { x, y, modules, dots }: SymbolPosition,
): boolean {
  const far = (modules - FINDER) * dots
  const half = dots >> 1
  const isFinder = (left: number, top: number): boolean =>
    RING.every((bits, row) => {
      for (let column = 0; column < FINDER; column++) {
        const expected = ((bits >>> column) & 1) === 1
        if (isDark(left + column * dots + half, top + row * dots + half) !== expected) return false
      }
      return true
    })
  return isFinder(x, y) && isFinder(x + far, y) && isFinder(x, y + far)
}

function moved(dots: Dots, across: number, down: number): Dots {
  if (across === 0 && down === 0) return dots
  const [width, height] = [Math.max(0, dots.width - across), Math.max(0, dots.height - down)]
  const stride = (width + 7) >>> 3
  const data = new Uint8Array(stride * height)
  const flip = dots.dark === 1 ? 0 : 0xff
  const first = across >> 3
  const shift = 8 - (across & 7)
  for (let y = Math.max(0, -down); y < height; y++) {
    const row = (y + down) * dots.stride
    const byteAt = (byte: number): number =>
      byte >= 0 && byte < dots.stride ? (dots.data[row + byte] ?? 0) ^ flip : 0
    let left = byteAt(first)
    for (let byte = 0; byte < stride; byte++) {
      const right = byteAt(first + byte + 1)
      data[y * stride + byte] = ((left << 8) | right) >>> shift
      left = right
    }
  }
  return { width, height, stride, data, dark: 1 }
}
