import type { GreyImage } from '@claimtag/decoder/scan'
import type { Bitmap } from '@claimtag/label'

/** A picture as read back from an output, eight dots in a byte, the leftmost in the highest bit. */
export interface Dots {
  readonly width: number
  readonly height: number
  /** Bytes of a row. */
  readonly stride: number
  readonly data: Uint8Array
  /** The value of a dark dot's bit. */
  readonly dark: 0 | 1
  /** Where the label begins in a row of labels, dots. Default 0. */
  readonly left?: number
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

/** The dots as a label's raster: dark bits set, rows of whole 32-bit words. */
export function bitmapOf({ width, height, stride, data, dark }: Dots): Bitmap {
  const wide = ((width + 31) >>> 5) << 2
  const raster = new Uint8Array(wide * height)
  const bytes = (width + 7) >>> 3
  const flip = dark === 1 ? 0 : 0xff
  for (let y = 0; y < height; y++)
    for (let x = 0; x < bytes; x++) raster[y * wide + x] = (data[y * stride + x] as number) ^ flip
  return { width, height, stride: wide, data: raster }
}

/** Every column, or every row. */
export function count(length: number): Int32Array {
  return Int32Array.from({ length }, (_, index) => index)
}

/** The grey of a light pixel, as the reader expects it; a dark one is 0. */
const LIGHT = 0xff

/** The columns of a picture that are sampled, as places in a row. */
interface Columns {
  /** The byte that holds each. */
  readonly bytes: Uint16Array
  /** Its bit there; 0 for a column beside the picture, where everything is light. */
  readonly bits: Uint8Array
}

/** @param columns from the left edge of the picture, which may lie beside it */
function columnsOf(columns: Int32Array, width: number): Columns {
  const bytes = new Uint16Array(columns.length)
  const bits = new Uint8Array(columns.length)
  for (const [at, x] of columns.entries()) {
    if (x < 0 || x >= width) continue
    bytes[at] = x >>> 3
    bits[at] = 0x80 >>> (x & 7)
  }
  return { bytes, bits }
}

/**
 * Samples the dots at the crossings of columns and rows; outside of the picture everything is light.
 *
 * @param into the pixels; may be longer than needed
 */
export function sample(dots: Dots, columns: Int32Array, rows: Int32Array, into: Uint8Array): GreyImage {
  const { data, width, height, stride, dark } = dots
  const { bytes, bits } = columnsOf(columns, width)
  const across = columns.length
  const pixels = into.subarray(0, across * rows.length)
  const flip = dark === 1 ? 0 : 0xff
  let at = 0
  for (const y of rows) {
    if (y < 0 || y >= height) pixels.fill(LIGHT, at, at + across)
    else {
      const row = y * stride
      // All bits of LIGHT, or none of them. Without a branch, which would be guessed wrong for every other dot.
      for (let i = 0; i < across; i++)
        pixels[at + i] =
          ((((data[row + (bytes[i] as number)] as number) ^ flip) & (bits[i] as number)) - 1) >> 8
    }
    at += across
  }
  return { grey: pixels, width: across, height: rows.length }
}
