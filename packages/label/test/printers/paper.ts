import type { Bitmap } from '../../src/raster/bitmap.ts'

/** The paper of a simulated printer: a byte for each dot, 1 is black. */
export interface Paper {
  readonly width: number
  readonly height: number
  readonly dots: Uint8Array
}

export function blankPaper(width: number, height: number): Paper {
  return { width, height, dots: new Uint8Array(width * height) }
}

/** Puts a dot; dots beside the paper are lost, as on a printer. */
export function putDot(paper: Paper, x: number, y: number, black: boolean): void {
  if (x < 0 || y < 0 || x >= paper.width || y >= paper.height) return
  paper.dots[y * paper.width + x] = black ? 1 : 0
}

/** Puts rows of packed bits, most significant bit first, `ink` being the bit that burns. */
export function putRows(
  paper: Paper,
  data: Uint8Array,
  bytesPerRow: number,
  at: { x: number; y: number },
  ink: 0 | 1,
): void {
  for (let i = 0; i < data.length * 8; i += 1) {
    const row = Math.floor(i / (bytesPerRow * 8))
    const bit = (data[i >> 3]! >> (7 - (i & 7))) & 1
    putDot(paper, at.x + i - row * bytesPerRow * 8, at.y + row, bit === ink)
  }
}

export function paperOf(bitmap: Bitmap): Paper {
  const paper = blankPaper(bitmap.width, bitmap.height)
  for (let y = 0; y < bitmap.height; y += 1) {
    const row = bitmap.data.subarray(y * bitmap.stride, y * bitmap.stride + Math.ceil(bitmap.width / 8))
    putRows(paper, row, row.length, { x: 0, y }, 1)
  }
  return paper
}

/** The first dot that differs, or that the sizes do: `undefined` when both are the same picture. */
export function difference(one: Paper, other: Paper): string | undefined {
  if (one.width !== other.width || one.height !== other.height) {
    return `${one.width} × ${one.height} and ${other.width} × ${other.height} dots`
  }
  const at = one.dots.findIndex((dot, index) => dot !== other.dots[index])
  return at < 0 ? undefined : `dot ${at % one.width}, ${Math.floor(at / one.width)}`
}

/** As a camera would see it, for a reader. */
export function pixelsOf(paper: Paper): { data: Uint8Array; width: number; height: number } {
  const data = new Uint8Array(paper.dots.length * 4).fill(255)
  paper.dots.forEach((dot, index) => {
    if (dot === 1) data.fill(0, index * 4, index * 4 + 3)
  })
  return { data, width: paper.width, height: paper.height }
}
