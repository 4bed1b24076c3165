import type { GreyImage } from '@claimtag/decoder/scan'

/** A picture as read back from an output, eight dots to a byte, the leftmost in the highest bit. */
export interface Dots {
  readonly width: number
  readonly height: number
  /** Bytes a row. */
  readonly stride: number
  readonly data: Uint8Array
  /** What a bit of a dark dot is. */
  readonly dark: 0 | 1
}

// Of grey pixels, as the reader wants them.
const DARK = 0
const LIGHT = 0xff

/**
 * Takes the dots at the crossings of columns and rows; what lies outside is light.
 *
 * @param room for the pixels; there may be more of it than they take
 */
export function sample(dots: Dots, columns: Int32Array, rows: Int32Array, room: Uint8Array): GreyImage {
  const { width, height, stride, dark } = dots
  const data = Buffer.from(dots.data.buffer, dots.data.byteOffset, dots.data.byteLength)
  const across = columns.length
  const pixels = room.subarray(0, across * rows.length)
  const flip = dark === 1 ? 0 : 0xff
  const [begin, end] = bytesOf(columns, width)
  let at = 0
  let above = -1
  for (const y of rows) {
    if (y < 0 || y >= height) {
      pixels.fill(LIGHT, at, at + across)
      above = -1
    } else {
      const row = y * stride
      // The rows of a module are alike, whatever stands beside the symbol, and comparing costs a tenth of sampling.
      if (above !== -1 && data.compare(data, above + begin, above + end, row + begin, row + end) === 0) {
        pixels.copyWithin(at, at - across, at)
      } else {
        for (let i = 0; i < across; i++) {
          const x = columns[i] as number
          const isDark =
            x >= 0 && x < width && ((((data[row + (x >>> 3)] as number) ^ flip) << (x & 7)) & 0x80) !== 0
          pixels[at + i] = isDark ? DARK : LIGHT
        }
      }
      above = row
    }
    at += across
  }
  return { grey: pixels, width: across, height: rows.length }
}

/** The bytes of a row that hold the columns. */
function bytesOf(columns: Int32Array, width: number): readonly [begin: number, end: number] {
  let [first, last] = [width, -1]
  for (const x of columns) {
    if (x < 0 || x >= width) continue
    first = Math.min(first, x)
    last = Math.max(last, x)
  }
  return last === -1 ? [0, 0] : [first >>> 3, (last >>> 3) + 1]
}
