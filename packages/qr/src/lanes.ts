/**
 * How a symbol is held while it is drawn and scored: the penalty rules look along rows and along columns,
 * so each line y holds row y *and* column y, and every rule only ever compares a line with the lines before.
 * Bit operations then treat 32 neighbouring rows or columns, the lanes, at once.
 *
 * Lane x < size of line y is module (x, y); lane size + x is module (y, x). Lane k is bit `31 - (k & 31)`
 * of word k >>> 5. Words of one lane group lie one line after the other, between lines of zeros that stand
 * for the quiet zone.
 */
export interface Lanes {
  readonly size: number
  /** Words that hold rows: the first of a line; the last of them holds the first columns too. */
  readonly rowWords: number
  /** Words of a line. */
  readonly words: number
  /** Distance between the words of a line: all lines, with the zeros before and after. */
  readonly stride: number
}

/** Lines of zeros before line 0: a finder pattern needs 4 light modules (7.8.3.1). */
export const LINES_BEFORE = 4

/** Lines of zeros after the last, at least: the light module that ends a finder pattern, 3 more, 3 to spare. */
const LINES_AFTER = 7

export function lanesOf(version: number): Lanes {
  const size = 17 + 4 * version
  return {
    size,
    rowWords: (size + 31) >>> 5,
    words: (2 * size + 31) >>> 5,
    // Every size is 1 more than a multiple of 4, so that this is a multiple of 4.
    stride: LINES_BEFORE + size + LINES_AFTER,
  }
}

export function emptyLines({ words, stride }: Lanes): Int32Array {
  return new Int32Array(words * stride)
}

/** Where the word of lane `lane` in line `y` lies. */
export function wordAt({ stride }: Lanes, lane: number, y: number): number {
  return (lane >>> 5) * stride + LINES_BEFORE + y
}

/** Sets module (x, y) in its row and in its column. */
export function setModule(lines: Int32Array, lanes: Lanes, x: number, y: number, dark: boolean): void {
  setLane(lines, lanes, x, y, dark)
  setLane(lines, lanes, lanes.size + y, x, dark)
}

function setLane(lines: Int32Array, lanes: Lanes, lane: number, line: number, value: boolean): void {
  const bit = 1 << (31 - (lane & 31))
  const at = wordAt(lanes, lane, line)
  if (value) lines[at]! |= bit
  else lines[at]! &= ~bit
}

export function isSet(lines: Int32Array, lanes: Lanes, x: number, y: number): boolean {
  return ((lines[wordAt(lanes, x, y)]! << (x & 31)) & 0x80000000) !== 0
}

/** Copies the columns into the rows, 32 × 32 modules at a time. */
export function transposeColumns(lines: Int32Array, lanes: Lanes): void {
  const { size, rowWords, stride } = lanes
  for (let top = 0; top < size; top += 32) {
    const height = Math.min(32, size - top)
    const shift = (size + top) & 31
    for (let word = 0; word < rowWords; word++) {
      const width = Math.min(32, size - 32 * word)
      const from = wordAt(lanes, size + top, 32 * word)
      for (let i = 0; i < width; i++) block[i] = lines[from + i]! << shift
      if (shift + height > 32) {
        for (let i = 0; i < width; i++) block[i]! |= lines[from + stride + i]! >>> (32 - shift)
      }
      block.fill(0, width)
      transposeBlock()
      const to = wordAt(lanes, 32 * word, top)
      for (let i = 0; i < height; i++) lines[to + i]! |= block[i]!
    }
  }
}

const block = /* @__PURE__ */ new Int32Array(32)

/** Exchanges ever smaller quarters of a 32 × 32 bit matrix (Warren, Hacker's Delight, 7-3). */
function transposeBlock(): void {
  for (let half = 16, mask = 0xffff; half !== 0; half >>= 1, mask ^= mask << half) {
    for (let i = 0; i < 32; i = (i + half + 1) & ~half) {
      const swap = (block[i]! ^ (block[i + half]! >>> half)) & mask
      block[i]! ^= swap
      block[i + half]! ^= swap << half
    }
  }
}
