import { firstApart } from '../raster/first-apart.ts'
import { byteToken, copyToken, LONGEST, SHORTEST, usualCopyToken, WINDOW } from '../deflate/tokens.ts'

/** A shorter copy from any other place takes more bits than its bytes. */
const LEAST_SEARCHED = 6
const HASH_BITS = 9

/** For each hash of four bytes, where in the bitmap they occurred last, if they did. */
export type SeenBytes = Int32Array

export function createSeenBytes(): SeenBytes {
  return new Int32Array(1 << HASH_BITS)
}

/** Forgets the last picture: nothing can be copied from it. */
export function forgetBytes(seen: SeenBytes): void {
  // The first four bytes of a bitmap are stored under their hash before any others are looked up, and under another
  // hash there are other bytes: so 0 is never taken for a place where something occurred.
  seen.fill(0)
}

/**
 * Copies of `length` bytes in all, none shorter than Deflate allows.
 *
 * @param distance 0 for the row above
 */
export function copies(tokens: Uint32Array, from: number, length: number, distance: number): number {
  let count = from
  let rest = length
  while (rest > 0) {
    const part = rest <= LONGEST ? rest : Math.min(LONGEST, rest - SHORTEST)
    tokens[count++] = distance === 0 ? usualCopyToken(part) : copyToken(part, distance)
    rest -= part
  }
  return count
}

/** The rows of a picture. */
export interface PictureRows {
  /** One row after the other, without filter bytes. */
  readonly bytes: DataView
  /** From row to row in `bytes`. */
  readonly stride: number
  /** Bytes of a row. */
  readonly rowBytes: number
  /** How often the picture repeats each row. */
  readonly times: number
}

/**
 * One row: copies where it equals the row above or bytes that occurred before, else bytes. Four bytes are one number,
 * so that one comparison finds a copy.
 *
 * @param y its number
 * @param hasAbove whether a copy reaches the row above
 */
export function changes(
  tokens: Uint32Array,
  from: number,
  seen: SeenBytes,
  { bytes, stride, rowBytes, times }: PictureRows,
  y: number,
  hasAbove: boolean,
): number {
  const distance = rowBytes + 1
  const row = y * stride
  const end = row + rowBytes
  const above = hasAbove ? stride : 0
  let count = from
  let at = row
  // The filter byte before the row is always the same: it makes a first copy longer.
  const first = hasAbove ? likeness(bytes, row, row - above, 0, rowBytes) : 0
  if (first + 1 >= SHORTEST) {
    count = copies(tokens, count, first + 1, 0)
    at += first
  } else tokens[count++] = byteToken(0)
  while (at + LEAST_SEARCHED <= end) {
    const next = bytes.getInt32(at, true)
    const apart = next ^ bytes.getInt32(at - above, true)
    if ((apart & 0xffffff) === 0 && hasAbove) {
      const length = apart === 0 ? likeness(bytes, at, at - above, 4, end - at) : 3
      if (length <= LONGEST) tokens[count++] = usualCopyToken(length)
      else count = copies(tokens, count, length, 0)
      at += length
      continue
    }
    const slot = Math.imul(next, 0x9e3779b1) >>> (32 - HASH_BITS)
    const place = seen[slot]!
    seen[slot] = at
    // All six bytes in one condition, which is hardly ever true: a processor guesses two that are often true wrongly.
    const unlike =
      (bytes.getInt32(place, true) ^ next) | (bytes.getUint16(place + 4) ^ bytes.getUint16(at + 4))
    if (unlike === 0 && place < at) {
      const line = (place / stride) | 0
      const inRow = place - line * stride
      const far = (y - line) * times * distance + (at - row) - inRow
      if (far <= WINDOW) {
        // A row ends in padding and the next begins with a filter byte: a copy cannot go on there.
        const length = likeness(bytes, at, place, LEAST_SEARCHED, Math.min(end - at, rowBytes - inRow))
        if (length <= LONGEST) tokens[count++] = copyToken(length, far)
        else count = copies(tokens, count, length, far)
        at += length
        continue
      }
    }
    tokens[count++] = byteToken(~next & 255)
    at += 1
  }
  while (at < end) {
    const like = hasAbove ? likeness(bytes, at, at - above, 0, end - at) : 0
    if (like >= SHORTEST) {
      count = copies(tokens, count, like, 0)
      at += like
    } else tokens[count++] = byteToken(bytes.getUint8(at++) ^ 255)
  }
  return count
}

/** How many of `most` bytes from `at` on are equal to those from `other` on, of which `known` are. */
function likeness(bytes: DataView, at: number, other: number, known: number, most: number): number {
  let length = known
  for (; length + 4 <= most; length += 4) {
    const apart = bytes.getInt32(at + length, true) ^ bytes.getInt32(other + length, true)
    if (apart !== 0) return length + firstApart(apart)
  }
  while (length < most && bytes.getUint8(at + length) === bytes.getUint8(other + length)) length += 1
  return length
}
