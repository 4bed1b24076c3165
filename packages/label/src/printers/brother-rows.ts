import type { Bitmap } from '../raster/bitmap.ts'
import type { BrotherMedia } from './brother-media.ts'
import { encodeError } from '../issue/encode-error.ts'
import { bytesPerRow, packedRows } from '../raster/packed-rows.ts'

/** A row of the head: always 720 pins, whatever the tape's width. */
export const HEAD_BYTES = 90

const MIRRORED = Uint8Array.from({ length: 256 }, (_, byte) => {
  let mirrored = 0
  for (let bit = 0; bit < 8; bit += 1) if (byte & (1 << bit)) mirrored |= 0x80 >>> bit
  return mirrored
})

/**
 * The rows of the head for a bitmap in the middle of the printable part, `HEAD_BYTES` each. The printer's first bit
 * is the pin at the right end, so every row is mirrored.
 *
 * @param least minimum number of rows; white ones are added at the end
 */
export function headRows(bitmap: Bitmap, media: BrotherMedia, name: string, least: number): Uint8Array {
  const bytes = bytesPerRow(bitmap)
  const { width, height } = bitmap
  const packed = packedRows(bitmap, 0x00)
  if (media.kind === 'continuous' && height > media.printableLength) {
    throw encodeError({ code: 'too-long', height, most: media.printableLength })
  }
  const left = Math.floor((media.printableWidth - width) / 2)
  const top = media.kind === 'die-cut' ? Math.floor((media.printableLength - height) / 2) : 0
  const length = media.kind === 'die-cut' ? media.printableLength : Math.max(height, least)

  const rows = new Uint8Array(length * HEAD_BYTES)
  // The pin of dot x is `firstPin - x`; the dots of a mirrored byte end at the pin of its leftmost dot.
  const firstPin = media.offset + media.printableWidth - 1 - left
  for (let y = 0; y < height; y += 1) {
    const row = (y + top) * HEAD_BYTES
    for (let x = 0; x < bytes; x += 1) {
      const byte = packed[y * bytes + x]!
      if (byte === 0) continue
      const pin = firstPin - x * 8 - 7
      if (row < 0 || row >= rows.length || !isPrintable(byte, pin, media)) {
        const size = { width: media.printableWidth, height: media.printableLength }
        throw encodeError({ code: 'off-media', media: name, ...size })
      }
      placeByte(rows, row, pin, MIRRORED[byte]!)
    }
  }
  return rows
}

/**
 * Whether the black dots of a byte, its rightmost at `pin` and its leftmost at `pin + 7`, are in the printable part.
 */
function isPrintable(byte: number, pin: number, media: BrotherMedia): boolean {
  const rightmost = pin + 31 - Math.clz32(byte & -byte)
  const leftmost = pin + 31 - Math.clz32(byte)
  return rightmost >= media.offset && leftmost < media.offset + media.printableWidth
}

function placeByte(rows: Uint8Array, row: number, pin: number, mirrored: number): void {
  const at = row + (pin >> 3)
  const bits = mirrored << (8 - (pin & 7))
  // The half outside the head or the row is empty: dots there were refused before.
  if (bits & 0xff00) rows[at]! |= bits >>> 8
  if (bits & 0x00ff) rows[at + 1]! |= bits & 0xff
}
