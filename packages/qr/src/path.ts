import { isSet, LINES_BEFORE, type Lanes } from './lanes.ts'

/**
 * The way of the codewords over the symbol: columns in pairs from the right, upwards and downwards in turn,
 * past the vertical timing pattern and around all function patterns (ISO/IEC 18004:2015, 7.7.3).
 *
 * It is kept as strips, pieces of one column or of two side by side without a gap, and no higher than the
 * lanes of one word: a strip takes its bits from the codewords in a few operations for up to 32 of them.
 */
export interface Strip {
  /**
   * Where its bits begin: downwards in the sequence of bits, upwards in the same sequence backwards, which
   * `path.length` words later follows it. So bits always come from the top row down.
   */
  readonly from: number
  /** The highest bits of a word, as many as the strip is high. */
  readonly rows: number
  /** How far down in its word the strip begins. */
  readonly shift: number
  /** The word of the column that comes first in each row. */
  readonly first: number
  /** The word of the other column, or -1. */
  readonly second: number
}

/** Highest strip: two columns of 16 modules are a word of bits. */
const HIGHEST = 16

export function stripsOf(free: Int32Array, lanes: Lanes, bits: number): readonly Strip[] {
  const { size } = lanes
  const strips: Strip[] = []
  /** Words of the sequence, padded to full words; the same backwards follows. */
  const length = 32 * ((bits + 31) >>> 5)
  let at = 0
  for (let right = size - 1, upward = true; right > 0; right -= 2, upward = !upward) {
    if (right === 6) right = 5
    const columnsAt = (y: number): number =>
      y < 0 || y >= size
        ? 0
        : (isSet(free, lanes, right, y) ? 1 : 0) | (isSet(free, lanes, right - 1, y) ? 2 : 0)
    const step = upward ? -1 : 1
    for (let y = upward ? size - 1 : 0; y >= 0 && y < size;) {
      const columns = columnsAt(y)
      const begin = y
      do y += step
      while (
        Math.abs(y - begin) < HIGHEST &&
        columnsAt(y) === columns &&
        (size + y) >>> 5 === (size + begin) >>> 5
      )
      if (columns === 0) continue
      const height = Math.abs(y - begin)
      const top = upward ? y + 1 : begin
      const count = columns === 3 ? 2 * height : height
      const lane = size + top
      const wordOf = (x: number): number => (lane >>> 5) * lanes.stride + LINES_BEFORE + x
      const [first, second] =
        columns === 3 && upward ? [right - 1, right] : columns === 2 ? [right - 1] : [right, right - 1]
      strips.push({
        from: upward ? 2 * length - at - count : at,
        rows: -1 << (32 - height),
        shift: lane & 31,
        first: wordOf(first!),
        second: columns === 3 ? wordOf(second!) : -1,
      })
      at += count
    }
  }
  return strips
}
