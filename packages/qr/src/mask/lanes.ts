/**
 * How modules are stored while a symbol is drawn and scored. The penalty rules look along rows and along columns, so
 * each line y holds column y as well as row y, and every rule compares a line only with earlier ones. Bit operations
 * then treat 32 neighbouring rows or columns, the lanes, at once.
 *
 * Lane x < size of line y is module (x, y); lane size + x of line y is module (y, x). Lane k is bit `31 - (k & 31)`
 * of word k >>> 5. The words at one position of all lines follow each other, with lines of zeros before and after,
 * which are light like the quiet zone. One more such column, empty, ends them. Behind it, `writeEdges` has space for
 * the same number of words, twice.
 */
export interface Lanes {
  readonly size: number
  /** Words of a line. */
  readonly words: number
  /** From a word to the next of its line. */
  readonly stride: number
  /** From a word to where its edges along lanes are, and to where those across them are. */
  readonly along: number
  readonly across: number
}

/** Lines of zeros on each side: a finder pattern has 4 light modules before or after it (7.8.3.1). */
export const LINES_AROUND = 4

export function lanesOf(version: number): Lanes {
  const size = 17 + 4 * version
  const words = (2 * size + 31) >>> 5
  const stride = size + 2 * LINES_AROUND
  const along = (words + 1) * stride
  return { size, words, stride, along, across: 2 * along }
}

export function emptyLines({ along }: Lanes): Int32Array {
  return new Int32Array(3 * along)
}

/**
 * Where module (x, y) is, in its row and in its column: the word in the upper bits, and in the lowest 5 the bit from
 * the left.
 */
export function addressesOf(x: number, y: number, { size, stride }: Lanes): readonly [number, number] {
  const addressOf = (lane: number, line: number): number =>
    (((lane >>> 5) * stride + LINES_AROUND + line) << 5) | (lane & 31)
  return [addressOf(x, y), addressOf(size + y, x)]
}

/** Darkens module (x, y). */
export function darken(x: number, y: number, lines: Int32Array, lanes: Lanes): void {
  for (const address of addressesOf(x, y, lanes)) lines[address >>> 5]! |= 0x80000000 >>> address
}

/** The lanes of a word that are below a number. */
export function lanesBelow(end: number, word: number): number {
  const count = end - 32 * word
  if (count > 31) return -1
  return count > 0 ? -1 << (32 - count) : 0
}
