import type { GreyImage } from '@claimtag/decoder/scan'

/** A picture as read back from an output, eight dots in a byte, the leftmost in the highest bit. */
export interface Dots {
  readonly width: number
  readonly height: number
  /** Bytes of a row. */
  readonly stride: number
  readonly data: Uint8Array
  /** The value of a dark dot's bit. */
  readonly dark: 0 | 1
}

/** As many as a reader of symbols takes: the size that a file claims may be far from that of any label. */
const MOST_DOTS = 64e6

export function isTooLarge(width: number, height: number): boolean {
  return !(width * height <= MOST_DOTS)
}

/** All dots as pixels; `undefined` when there are none, or more than a reader of symbols takes. */
export function greyOf(dots: Dots): GreyImage | undefined {
  const { width, height } = dots
  if (width * height === 0 || isTooLarge(width, height)) return undefined
  return sample(dots, count(width), count(height), new Uint8Array(width * height))
}

/** Every column, or every row. */
export function count(length: number): Int32Array {
  return Int32Array.from({ length }, (_, index) => index)
}

// Values of grey pixels, as the reader expects them.
const DARK = 0
const LIGHT = 0xff

/**
 * Samples the dots at the crossings of columns and rows; outside of the picture everything is light.
 *
 * @param into the pixels; may be longer than needed
 */
export function sample(dots: Dots, columns: Int32Array, rows: Int32Array, into: Uint8Array): GreyImage {
  const { width, height, stride, dark } = dots
  const data = Buffer.from(dots.data.buffer, dots.data.byteOffset, dots.data.byteLength)
  const across = columns.length
  const pixels = into.subarray(0, across * rows.length)
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
      // The rows of a module are equal except beside the symbol, and a comparison costs a tenth of sampling.
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

/** The bytes of a row that contain the columns. */
function bytesOf(columns: Int32Array, width: number): readonly [begin: number, end: number] {
  let [first, last] = [width, -1]
  for (const x of columns) {
    if (x < 0 || x >= width) continue
    first = Math.min(first, x)
    last = Math.max(last, x)
  }
  return last === -1 ? [0, 0] : [first >>> 3, (last >>> 3) + 1]
}
