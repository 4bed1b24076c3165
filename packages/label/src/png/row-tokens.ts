import type { Bitmap } from '../bitmap.ts'
import { ADLER, copyToken, LONGEST, SHORTEST, type Tokens, WINDOW } from '../deflate/tokens.ts'

export interface RowTokens extends Tokens {
  /** Bytes of a row with the filter byte before it. */
  readonly distance: number
}

/** Reused by every call: a job makes thousands of pictures of one size. */
let scratch = new Uint32Array(0)

/**
 * Takes a bitmap apart as PNG's rows without filter (a 0 byte before each, white as 1). The tokens are valid until
 * the next call.
 *
 * A row of modules stands as often as a module has dots. A repeated row costs part of one copy, and neither search
 * nor checksum looks at its bytes again.
 */
export function rowTokens({ width, height, stride, data }: Bitmap): RowTokens {
  const rowBytes = (width + 7) >>> 3
  const distance = rowBytes + 1
  const reach = distance <= WINDOW
  if (scratch.length < distance * height) scratch = new Uint32Array(distance * height)
  const tokens = scratch
  let count = 0
  let [low, high] = [1, 0]
  let [sum, weighted] = [0, 0]
  for (let y = 0; y < height; ) {
    const row = y * stride
    const repeats = reach && y > 0 ? repeatsOf(data, row, stride, rowBytes, height - y) : 0
    if (repeats * distance >= SHORTEST) {
      count = copies(tokens, count, repeats * distance, distance)
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        high = (high + distance * low + weighted) % ADLER
        low = (low + sum) % ADLER
      }
      y += repeats
      continue
    }
    count = changes(tokens, count, data, row, y > 0 && reach ? stride : 0, rowBytes)
    sum = 0
    weighted = 0
    for (let x = 0; x < rowBytes; x += 1) {
      sum += data[row + x]! ^ 0xff
      // Adding up the running sums weighs each byte by its distance from the end.
      weighted += sum
    }
    high = (high + distance * low + weighted) % ADLER
    low = (low + sum) % ADLER
    y += 1
  }
  return { tokens, count, adler: ((high << 16) | low) >>> 0, distance }
}

/** How many of the next rows, at most `limit`, are the same as the row above them. */
function repeatsOf(data: Uint8Array, row: number, stride: number, rowBytes: number, limit: number): number {
  for (let repeats = 0, at = row; repeats < limit; repeats += 1, at += stride) {
    for (let x = 0; x < rowBytes; x += 1) {
      if (data[at + x] !== data[at + x - stride]) return repeats
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

/** One row: copies where it is like the row above (`above` bytes before) or like the byte before, else bytes. */
function changes(
  tokens: Uint32Array,
  from: number,
  data: Uint8Array,
  row: number,
  above: number,
  rowBytes: number,
): number {
  let count = from
  // The filter byte stands before the row and is always the same.
  let x = -1
  while (x < rowBytes) {
    const start = Math.max(x, 0)
    let like = start
    if (above > 0) while (like < rowBytes && data[row + like] === data[row + like - above]) like += 1
    let run = start
    if (x > 0) while (run < rowBytes && data[row + run] === data[row + x - 1]) run += 1
    const end = Math.min(Math.max(like, run), x + LONGEST)
    if (end - x >= SHORTEST) {
      tokens[count++] = copyToken(end - x, like >= run ? rowBytes + 1 : 1)
      x = end
    } else {
      tokens[count++] = x < 0 ? 0 : data[row + x]! ^ 0xff
      x += 1
    }
  }
  return count
}
