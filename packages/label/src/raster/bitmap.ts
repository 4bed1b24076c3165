import type { Dots } from '../font/scan-convert.ts'

/** A 1-bit picture. Bit 7 of a byte is its leftmost dot; 1 is black; bits past `width` are 0. */
export interface Bitmap {
  /** Dots. */
  readonly width: number
  readonly height: number
  /** Bytes of a row: a whole number of 32-bit words. */
  readonly stride: number
  readonly data: Uint8Array
}

export function createBitmap(width: number, height: number): Bitmap {
  const stride = ((width + 31) >>> 5) << 2
  return { width, height, stride, data: new Uint8Array(stride * height) }
}

export function copyBitmap(bitmap: Bitmap): Bitmap {
  return { ...bitmap, data: bitmap.data.slice() }
}

export function isBlack(bitmap: Bitmap, x: number, y: number): boolean {
  return ((bitmap.data[y * bitmap.stride + (x >>> 3)]! << (x & 7)) & 0x80) !== 0
}

/** Blackens a rectangle of dots; dots outside the bitmap are ignored. */
export function fillRect(bitmap: Bitmap, x: number, y: number, width: number, height: number): void {
  const { data, stride } = bitmap
  const [left, right] = [Math.max(0, x), Math.min(bitmap.width, x + width)]
  const [top, bottom] = [Math.max(0, y), Math.min(bitmap.height, y + height)]
  if (left >= right || top >= bottom) return
  for (let row = top; row < bottom; row += 1) fillRow(data, row * stride, left, right)
}

/** Blackens dots `left` to `right - 1` of the row that starts at byte `row`. */
function fillRow(data: Uint8Array, row: number, left: number, right: number): void {
  const [from, to] = [row + (left >>> 3), row + ((right - 1) >>> 3)]
  const [head, tail] = [0xff >>> (left & 7), (0xff00 >>> (((right - 1) & 7) + 1)) & 0xff]
  if (from === to) {
    data[from]! |= head & tail
    return
  }
  data[from]! |= head
  for (let at = from + 1; at < to; at += 1) data[at] = 0xff
  data[to]! |= tail
}

/** Adds dots to the bitmap, their top left corner at (x, y); dots outside are ignored. */
export function blit(bitmap: Bitmap, dots: Dots, x: number, y: number): void {
  const { data, stride } = bitmap
  const { wordsPerRow, rows, width, height } = dots
  if (x < 0 || y < 0 || x + width > bitmap.width || y + height > bitmap.height) {
    blitClipped(bitmap, dots, x, y)
    return
  }
  const shift = x & 7
  for (let word = 0; word < wordsPerRow; word += 1) {
    const bits = Math.min(32, width - word * 32) + shift
    let at = y * stride + (x >>> 3) + word * 4
    for (let row = word; row < rows.length; row += wordsPerRow, at += stride) {
      const value = rows[row]!
      if (value === 0) continue
      const shifted = value >>> shift
      data[at]! |= shifted >>> 24
      if (bits > 8) data[at + 1]! |= shifted >>> 16
      if (bits > 16) data[at + 2]! |= shifted >>> 8
      if (bits > 24) data[at + 3]! |= shifted
      if (bits > 32) data[at + 4]! |= value << (8 - shift)
    }
  }
}

function blitClipped(bitmap: Bitmap, dots: Dots, left: number, top: number): void {
  for (let y = Math.max(0, -top); y < Math.min(dots.height, bitmap.height - top); y += 1) {
    for (let x = Math.max(0, -left); x < Math.min(dots.width, bitmap.width - left); x += 1) {
      if (((dots.rows[y * dots.wordsPerRow + (x >>> 5)]! << (x & 31)) & 0x80000000) === 0) continue
      bitmap.data[(y + top) * bitmap.stride + ((x + left) >>> 3)]! |= 0x80 >>> ((x + left) & 7)
    }
  }
}

/** Adds the dots of one bitmap to another. */
export function blitBitmap(bitmap: Bitmap, other: Bitmap, x: number, y: number): void {
  const wordsPerRow = other.stride >>> 2
  const view = new DataView(other.data.buffer, other.data.byteOffset, other.data.byteLength)
  const rows = Uint32Array.from({ length: wordsPerRow * other.height }, (_, index) =>
    view.getUint32(index * 4),
  )
  blit(bitmap, { left: 0, top: 0, width: other.width, height: other.height, wordsPerRow, rows }, x, y)
}
