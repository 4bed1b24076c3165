import type { Bitmap } from './bitmap.ts'
import { encodeError } from '../issue/encode-error.ts'

/**
 * Bytes of a row as a printer takes them, without padding to words.
 *
 * @throws EncodeError `bad-bitmap` when there are no dots, or data, stride and size contradict each other
 */
export function bytesPerRow(bitmap: Bitmap): number {
  const { width, height, stride, data } = bitmap
  const bytes = Math.ceil(width / 8)
  const sound = isCount(width) && isCount(height) && isCount(stride) && stride >= bytes
  if (!sound || data.length !== stride * height) {
    throw encodeError({ code: 'bad-bitmap', width, height, stride, length: data.length })
  }
  return bytes
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0
}

/** The bits in the last byte of a row that are dots of the picture. */
export function lastByteMask(width: number): number {
  return (0xff00 >>> (((width - 1) & 7) + 1)) & 0xff
}

/**
 * The rows without padding bytes, one after the other.
 *
 * @param white 0x00 where a printer's 1 bits burn a dot; 0xff where its 0 bits do
 */
export function packedRows(bitmap: Bitmap, white: 0x00 | 0xff): Uint8Array {
  const bytes = bytesPerRow(bitmap)
  const { data, stride, height } = bitmap
  const words = new Uint32Array(Math.ceil((bytes * height) / 4))
  const packed = new Uint8Array(words.buffer, 0, bytes * height)
  for (let y = 0; y < height; y += 1) packed.set(data.subarray(y * stride, y * stride + bytes), y * bytes)
  const mask = lastByteMask(bitmap.width)
  for (let at = bytes - 1; at < packed.length; at += bytes) packed[at]! &= mask
  if (white === 0xff) for (let at = 0; at < words.length; at += 1) words[at]! ^= 0xffff_ffff
  return packed
}
