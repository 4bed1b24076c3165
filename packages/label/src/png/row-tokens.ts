import type { Bitmap } from '../bitmap.ts'

/** What a bitmap is to Deflate: bytes as they are, and copies of what stands one row, or one byte, before. */
export interface RowTokens {
  /** Below 256 a byte; else a copy, `ROW_ABOVE + length` or `BYTE_BEFORE + length`. */
  readonly tokens: Uint16Array
  readonly count: number
  /** Adler-32 of the bytes that the tokens stand for. */
  readonly adler: number
  /** Bytes of a row with its filter byte: the distance of `ROW_ABOVE`. */
  readonly distance: number
}

export const ROW_ABOVE = 0x0400
export const BYTE_BEFORE = 0x0800
/** The shortest and longest copy in Deflate, and how far back one may reach (RFC 1951, 3.2.5). */
export const SHORTEST = 3
export const LONGEST = 258
const WINDOW = 32_768

/** The largest prime below 65,536 (RFC 1950, 8.2). */
const ADLER = 65_521

/** Reused by every call: a job makes thousands of pictures of one size. */
let scratch = new Uint16Array(0)

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
  if (scratch.length < distance * height) scratch = new Uint16Array(distance * height)
  const tokens = scratch
  let count = 0
  let [low, high] = [1, 0]
  let [sum, weighted] = [0, 0]
  for (let y = 0; y < height; ) {
    const row = y * stride
    const repeats = reach && y > 0 ? repeatsOf(data, row, stride, rowBytes, height - y) : 0
    if (repeats * distance >= SHORTEST) {
      count = copy(tokens, count, repeats * distance)
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
function copy(tokens: Uint16Array, count: number, length: number): number {
  let rest = length
  while (rest > 0) {
    const part = rest <= LONGEST ? rest : Math.min(LONGEST, rest - SHORTEST)
    tokens[count++] = ROW_ABOVE + part
    rest -= part
  }
  return count
}

/** One row: copies where it is like the row above (`above` bytes before) or like the byte before, else bytes. */
function changes(
  tokens: Uint16Array,
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
      tokens[count++] = (like >= run ? ROW_ABOVE : BYTE_BEFORE) + end - x
      x = end
    } else {
      tokens[count++] = x < 0 ? 0 : data[row + x]! ^ 0xff
      x += 1
    }
  }
  return count
}
