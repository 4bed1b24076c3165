import { inflatesBeyond } from './inflated-length.ts'

/** Deflate makes at most 1,032 bytes of one, so this much can do no harm, whatever it is made of. */
const HARMLESS = 1 << 18

/**
 * Whether the picture data of a PNG inflate to more than a picture of its size has: a file of 3 MB can hold 3 GB for a
 * picture of 10 × 10 pixels, and the reader would inflate them all.
 *
 * @param bytes of a PNG, as `isPng` says
 */
export function holdsMoreThanItsPicture(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = []
  let length = 0
  // Length, type, data and CRC of each chunk (ISO/IEC 15948, 5.3).
  for (let at = 8; at + 12 <= bytes.length;) {
    const size = view.getUint32(at)
    if (view.getUint32(at + 4) === IDAT) {
      parts.push(bytes.subarray(at + 8, at + 8 + size))
      length += size
    }
    at += 12 + size
  }
  return length > HARMLESS && inflatesBeyond(parts, rawLength(view))
}

const IDAT = 0x49444154

/** Samples a pixel by colour type (table 11.1); for a type that there is not, as many as there can be. */
const CHANNELS = [1, 4, 3, 1, 2, 4, 4]

/** Bytes of all scanlines with their filter types, and some for the seven passes of an interlaced picture. */
function rawLength(view: DataView): number {
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const bits = view.getUint8(24) * (CHANNELS[view.getUint8(25)] ?? 4)
  const rows = height * (1 + Math.ceil((width * bits) / 8))
  return rows + 2 * (height + width) + 64
}
