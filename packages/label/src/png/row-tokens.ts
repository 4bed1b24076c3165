import { type Bitmap, createBitmap, LITTLE_ENDIAN } from '../bitmap.ts'
import { ADLER, byteToken, copyToken, LONGEST, SHORTEST, type Tokens, WINDOW } from '../deflate/tokens.ts'

export interface RowTokens extends Tokens {
  /** Bytes of a row with the filter byte before it. */
  readonly distance: number
}

/** A copy from just anywhere takes more bits than three bytes do. */
const LEAST_SEARCHED = 6
const HASH_BITS = 10
/** Where four such bytes stood last, by their hash. */
const places = new Int32Array(1 << HASH_BITS)
/** In which row that was. */
const placeRows = new Int32Array(1 << HASH_BITS)

/** Reused by every call: a job makes thousands of pictures of one size. */
let scratch = new Uint32Array(0)

/**
 * Takes a bitmap apart as PNG's rows without filter (a 0 byte before each, white as 1). The tokens are valid until
 * the next call.
 *
 * A row of modules stands as often as a module has dots. A repeated row costs part of one copy, and neither search
 * nor checksum looks at its bytes again.
 */
export function rowTokens(picture: Bitmap): RowTokens {
  const bitmap = wholeWords(picture)
  const { width, height, stride } = bitmap
  const words = wordsOf(bitmap)
  const rowBytes = (width + 7) >>> 3
  const distance = rowBytes + 1
  const reach = distance <= WINDOW
  if (scratch.length < distance * height) scratch = new Uint32Array(distance * height)
  const tokens = scratch
  places.fill(-1)
  let count = 0
  let [low, high] = [1, 0]
  let [sum, weighted] = [0, 0]
  for (let y = 0; y < height;) {
    const row = y * stride
    const repeats = reach && y > 0 ? repeatsOf(words, y * (stride >>> 2), stride >>> 2, height - y) : 0
    if (repeats * distance >= SHORTEST) {
      count = copies(tokens, count, repeats * distance, distance)
      // Adler-32 of a row so many times, in one step: each time `low` has grown by `sum`.
      const grown = (repeats * (repeats - 1)) / 2
      high = (high + distance * (repeats * low + grown * sum) + repeats * weighted) % ADLER
      low = (low + repeats * sum) % ADLER
      y += repeats
      continue
    }
    count = changes(tokens, count, bitmap, words, y, y > 0 && reach ? stride : 0, rowBytes)
    // White bytes, most of a label, are 255 after inversion: black is what is left of that.
    sum = 255 * rowBytes
    weighted = (255 * rowBytes * (rowBytes + 1)) / 2
    for (let x = 0; x < rowBytes; x += 4) {
      // Four bytes at a time; those past the row are 0, and the order in the word is this machine's.
      const word = words[(row + x) >>> 2]!
      if (word === 0) continue
      const [a, b, c, d] = LITTLE_ENDIAN
        ? [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24]
        : [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]
      const four = a + b + c + d
      sum -= four
      weighted -= four * (rowBytes - x) - b - 2 * c - 3 * d
    }
    high = (high + distance * low + weighted) % ADLER
    low = (low + sum) % ADLER
    y += 1
  }
  return { tokens, count, adler: ((high << 16) | low) >>> 0, distance }
}

/** A bitmap of whole words a row, as `createBitmap` makes them. */
function wholeWords(bitmap: Bitmap): Bitmap {
  if ((bitmap.stride & 3) === 0) return bitmap
  const whole = createBitmap(bitmap.width, bitmap.height)
  const rowBytes = (bitmap.width + 7) >>> 3
  for (let y = 0; y < bitmap.height; y += 1) {
    const row = y * bitmap.stride
    whole.data.set(bitmap.data.subarray(row, row + rowBytes), y * whole.stride)
  }
  return whole
}

/** The rows four bytes at a time, to be compared. */
function wordsOf({ data, stride, height }: Bitmap): Uint32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice()
  return new Uint32Array(aligned.buffer, aligned.byteOffset, (stride >>> 2) * height)
}

/** How many of the next rows, at most `limit`, are the same as the row above them. */
function repeatsOf(words: Uint32Array, row: number, stride: number, limit: number): number {
  let at = row
  for (let repeats = 0; repeats < limit; repeats += 1) {
    for (const end = at + stride; at < end; at += 1) {
      if (words[at] !== words[at - stride]) return repeats
    }
  }
  return limit
}

/** Copies of together `length` bytes from the row above, none shorter than Deflate allows. */
function copies(tokens: Uint32Array, from: number, length: number, distance: number): number {
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
 * One row: copies where it is like the row above (`above` bytes before, 0 for none), like the byte before, or like
 * what stood somewhere before, else bytes.
 */
function changes(
  tokens: Uint32Array,
  from: number,
  { data, stride }: Bitmap,
  words: Uint32Array,
  y: number,
  above: number,
  rowBytes: number,
): number {
  const distance = rowBytes + 1
  const row = y * stride
  const end = row + rowBytes
  let count = from
  let at = row
  // The filter byte stands before the row and is always the same: it lengthens a first copy.
  let filter = 1
  while (at < end || filter === 1) {
    let length = filter
    if (above === 0) length = 0
    else if (data[at] === data[at - above] && at < end) length += sameUntil(data, words, at, above, end) - at
    let back = distance
    if (filter === 0 && at + 1 < end) {
      if (at > row && data[at] === data[at - 1]) {
        const run = sameUntil(data, words, at, 1, end) - at
        if (run > length) {
          length = run
          back = 1
        }
      }
      if (length < LEAST_SEARCHED && at + LEAST_SEARCHED <= end) {
        const next = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24)
        const hash = Math.imul(next, 0x9e3779b1) >>> (32 - HASH_BITS)
        const place = places[hash]!
        const placeRow = placeRows[hash]!
        places[hash] = at
        placeRows[hash] = y
        const far = (y - placeRow) * distance + at - row - (place - placeRow * stride)
        if (place >= 0 && far <= WINDOW) {
          // A row ends in padding and the next begins with a filter byte: no copy goes on there.
          const most = Math.min(end - at, placeRow * stride + rowBytes - place)
          let same = 0
          while (same < most && data[place + same] === data[at + same]) same += 1
          if (same >= LEAST_SEARCHED) {
            length = same
            back = far
          }
        }
      }
    }
    if (length >= SHORTEST) {
      length = Math.min(length, LONGEST)
      tokens[count++] = copyToken(length, back)
      at += length - filter
    } else if (filter === 1) tokens[count++] = byteToken(0)
    else tokens[count++] = byteToken(data[at++]! ^ 0xff)
    filter = 0
  }
  return count
}

/** The first byte from `from` on that is not like the one `above` bytes before it. */
function sameUntil(data: Uint8Array, words: Uint32Array, from: number, above: number, end: number): number {
  let at = from
  if ((above & 3) === 0) {
    while (at < end && (at & 3) !== 0) {
      if (data[at] !== data[at - above]) return at
      at += 1
    }
    while (at + 4 <= end && words[at >>> 2] === words[(at - above) >>> 2]) at += 4
  }
  while (at < end && data[at] === data[at - above]) at += 1
  return at
}
