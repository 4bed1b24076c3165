import { type Bitmap, createBitmap } from '../raster/bitmap.ts'
import { ADLER, LONGEST, SHORTEST, type Tokens, WINDOW } from '../deflate/tokens.ts'
import { rowsAlike } from '../raster/rows-alike.ts'
import { changes, copies, createSeenBytes, forgetBytes, type SeenBytes } from './row-changes.ts'

export interface RowTokens extends Tokens {
  /** Bytes of a row with the filter byte before it: the usual distance of copies. */
  readonly distance: number
}

/** Memory that one picture after another uses. */
export interface TokenBuffers {
  tokens: Uint32Array
  readonly seen: SeenBytes
}

export function createTokenBuffers(): TokenBuffers {
  return { tokens: new Uint32Array(0), seen: createSeenBytes() }
}

/** @param count how many tokens the last picture had */
export function clearTokenBuffers({ tokens, seen }: TokenBuffers, count: number): void {
  tokens.fill(0, 0, count)
  forgetBytes(seen)
}

/**
 * Turns a bitmap into PNG's rows without filter (a 0 byte before each, white as 1). The tokens are valid until the
 * buffers are used again.
 *
 * A row of modules is repeated for each dot of a module. A repeated row costs part of one copy, and neither search
 * nor checksum looks at its bytes again.
 *
 * @param times how often the picture repeats each row of the bitmap; more than once only where two rows are at least
 *   as long as the shortest copy, and no longer than the longest reach of one
 */
export function rowTokens(buffers: TokenBuffers, picture: Bitmap, times = 1): RowTokens {
  const bitmap = wholeWords(picture)
  const { width, height, stride } = bitmap
  const words = wordsOf(bitmap)
  const bytes = new DataView(words.buffer, words.byteOffset, words.byteLength)
  const rowBytes = (width + 7) >>> 3
  const distance = rowBytes + 1
  const reach = distance <= WINDOW
  // At most one token for each byte, and those that repeat a row.
  const room = height * (distance + Math.ceil((times * distance) / LONGEST) + 1)
  if (buffers.tokens.length < room) buffers.tokens = new Uint32Array(room)
  const { tokens, seen } = buffers
  forgetBytes(seen)
  const rows = { bytes, stride, rowBytes, times }
  let count = 0
  let [low, high] = [1, 0]
  let [sum, weighted] = [0, 0]
  for (let y = 0; y < height;) {
    const row = y * stride
    const alike = reach && y > 0 ? rowsAlike(words, row >>> 2, stride >>> 2, height - y) : 0
    let repeats = alike * times
    if (repeats * distance >= SHORTEST) y += alike
    else {
      count = changes(tokens, count, seen, rows, y, y > 0 && reach)
      // Black bits are subtracted from a row of white ones, which are 1. Bytes beyond the row are 0.
      let black = 0
      let blackBefore = 0
      let later = 0
      for (let x = 0; x < rowBytes; x += 4) {
        const word = bytes.getInt32(row + x, true)
        const even = word & 0xff00ff
        const odd = (word >>> 8) & 0xff00ff
        const pairs = even + odd
        black += (pairs & 0xffff) + (pairs >>> 16)
        blackBefore += black
        // Of the four, the second byte counts one less than the first, the third two, the fourth three.
        later += 2 * (pairs >>> 16) + (odd & 0xffff) + (odd >>> 16)
      }
      sum = 255 * rowBytes - black
      // A byte counts as often as there are bytes from it to the end; here it counted once for each word.
      weighted = (255 * rowBytes * (rowBytes + 1)) / 2 - (4 * blackBefore - (-rowBytes & 3) * black - later)
      high = reduced(high + distance * low + weighted)
      low = reduced(low + sum)
      y += 1
      repeats = times - 1
      if (repeats === 0) continue
    }
    count = copies(tokens, count, repeats * distance, 0)
    // Adler-32 of several equal rows in one step: each time `low` has grown by `sum`.
    const grown = ((repeats * (repeats - 1)) / 2) * reduced(sum)
    high = reduced(high + distance * reduced(repeats * low + grown) + repeats * weighted)
    low = reduced(low + repeats * sum)
  }
  return { tokens, count, adler: ((high << 16) | low) >>> 0, distance }
}

/** The remainder of a sum modulo Adler's prime; `%` becomes a slow call once a number was beyond 32 bits. */
function reduced(sum: number): number {
  return sum - ADLER * Math.floor(sum / ADLER)
}

/** The bitmap with whole words in each row, as `createBitmap` makes it. */
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

/** The rows as 32-bit words, for comparison. */
function wordsOf({ data, stride, height }: Bitmap): Int32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice()
  return new Int32Array(aligned.buffer, aligned.byteOffset, (stride >>> 2) * height)
}
