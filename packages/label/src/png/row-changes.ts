import { byteToken, copyToken, LONGEST, SHORTEST, WINDOW } from '../deflate/tokens.ts'

/** A shorter copy from any other place takes more bits than its bytes. */
const LEAST_SEARCHED = 6
const HASH_BITS = 9
/** Further back than any copy can reach. */
const FAR = -(1 << 30)

/**
 * Where bytes of a picture occurred before. For each hash of four bytes: the bytes, their position among all bytes,
 * their position in the bitmap, and the end of their row.
 */
export type SeenBytes = Int32Array

export function createSeenBytes(): SeenBytes {
  return new Int32Array(4 << HASH_BITS).fill(FAR)
}

/** Forgets the last picture: nothing can be copied from it. */
export function forgetBytes(seen: SeenBytes): void {
  seen.fill(FAR)
}

/** Copies of `length` bytes in all from the row above, none shorter than Deflate allows. */
export function copies(tokens: Uint32Array, from: number, length: number, distance: number): number {
  let count = from
  let rest = length
  while (rest > 0) {
    const part = rest <= LONGEST ? rest : Math.min(LONGEST, rest - SHORTEST)
    tokens[count++] = copyToken(part, distance)
    rest -= part
  }
  return count
}

/**
 * One row: copies where it equals the row above (`above` bytes before, 0 for none) or bytes that occurred before,
 * else bytes. Four bytes are one number, so that one comparison finds a copy.
 *
 * @param row where it begins in `bytes`
 * @param line its number in the picture
 */
export function changes(
  tokens: Uint32Array,
  from: number,
  seen: SeenBytes,
  bytes: DataView,
  row: number,
  line: number,
  above: number,
  rowBytes: number,
): number {
  const distance = rowBytes + 1
  const end = row + rowBytes
  // The difference between a byte's position in the bitmap and its position among all bytes.
  const shift = line * distance - row
  let count = from
  let at = row
  // The filter byte before the row is always the same: it makes a first copy longer.
  const first = above > 0 ? likeness(bytes, row, row - above, rowBytes) : 0
  if (first + 1 >= SHORTEST) {
    count = copies(tokens, count, first + 1, distance)
    at += first
  } else tokens[count++] = byteToken(0)
  while (at + LEAST_SEARCHED <= end) {
    const next = bytes.getInt32(at, true)
    if (above > 0 && ((next ^ bytes.getInt32(at - above, true)) & 0xffffff) === 0) {
      const length = likeness(bytes, at, at - above, end - at)
      count = copies(tokens, count, length, distance)
      at += length
      continue
    }
    const slot = (Math.imul(next, 0x9e3779b1) >>> (32 - HASH_BITS)) << 2
    const far = at + shift - seen[slot + 1]!
    const place = seen[slot + 2]!
    const placeEnd = seen[slot + 3]!
    const isKnown = seen[slot] === next && far <= WINDOW
    seen[slot] = next
    seen[slot + 1] = at + shift
    seen[slot + 2] = at
    seen[slot + 3] = end
    if (isKnown) {
      // A row ends in padding and the next begins with a filter byte: a copy cannot go on there.
      const length = likeness(bytes, at, place, Math.min(end - at, placeEnd - place))
      if (length >= LEAST_SEARCHED) {
        count = copies(tokens, count, length, far)
        at += length
        continue
      }
    }
    tokens[count++] = byteToken(~next & 255)
    at += 1
  }
  while (at < end) {
    const like = above > 0 ? likeness(bytes, at, at - above, end - at) : 0
    if (like >= SHORTEST) {
      count = copies(tokens, count, like, distance)
      at += like
    } else tokens[count++] = byteToken(bytes.getUint8(at++) ^ 255)
  }
  return count
}

/** How many of `most` bytes from `at` on are equal to those from `other` on. */
function likeness(bytes: DataView, at: number, other: number, most: number): number {
  let length = 0
  for (; length + 4 <= most; length += 4) {
    const apart = bytes.getInt32(at + length, true) ^ bytes.getInt32(other + length, true)
    // The lowest bit that differs belongs to the first byte that differs.
    if (apart !== 0) return length + ((31 - Math.clz32(apart & -apart)) >>> 3)
  }
  while (length < most && bytes.getUint8(at + length) === bytes.getUint8(other + length)) length += 1
  return length
}
