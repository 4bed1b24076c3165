import { blockCount, checkCodewordsPerBlock, dataModules } from './capacity.ts'
import { generatorPolynomial, multiply } from './galois.ts'
import type { ErrorCorrection } from './symbol.ts'

/** How the codewords of a version and level are shared out among blocks (ISO/IEC 18004:2015, table 9). */
export interface Blocks {
  readonly count: number
  /** Data codewords of the first blocks … */
  readonly shortLength: number
  /** … and from this block on there is one more. */
  readonly longFrom: number
  readonly checks: number
  readonly dataTotal: number
  readonly total: number
}

export function blocksOf(version: number, level: ErrorCorrection): Blocks {
  const total = dataModules(version) >>> 3
  const count = blockCount(version, level)
  const checks = checkCodewordsPerBlock(version, level)
  const dataTotal = total - checks * count
  const shortLength = Math.floor(dataTotal / count)
  return { count, shortLength, longFrom: count - (dataTotal % count), checks, dataTotal, total }
}

/**
 * Cuts data codewords into blocks, adds check codewords to each (7.5), and gives the first codewords of all
 * blocks, then the second, and so on, data before checks (7.6). `sequence` has room for `total`.
 */
export function writeSequence(data: Uint8Array, blocks: Blocks, sequence: Uint8Array): void {
  const { count, shortLength, longFrom, checks, dataTotal } = blocks
  const table = checkTable(checks)
  let start = 0
  for (let block = 0; block < count; block++) {
    const length = block < longFrom ? shortLength : shortLength + 1
    for (let i = 0, at = block; i < shortLength; i++, at += count) sequence[at] = data[start + i]!
    if (block >= longFrom) sequence[shortLength * count + block - longFrom] = data[start + shortLength]!
    divide(data, start, length, table, (checks + 3) >>> 2)
    for (let i = 0, at = dataTotal + block; i < checks; i++, at += count) {
      sequence[at] = remainder[i >>> 2]! >>> (24 - 8 * (i & 3))
    }
    start += length
  }
}

/** Remainder of the last division, four codewords a word, with the word 0 after it. */
const remainder = /* @__PURE__ */ new Int32Array(9)

/**
 * Divides a block by the generator polynomial, four codewords a step: each of the four has a table of what it
 * adds to the remainder. Zeros before the first codeword change nothing, so the first step may be short.
 */
function divide(data: Uint8Array, start: number, length: number, table: Int32Array, words: number): void {
  const end = start + length
  remainder.fill(0)
  for (let at = end - ((length + 3) & ~3); at < end; at += 4) {
    let four = remainder[0]!
    if (at >= start) four ^= data[at]! << 24
    if (at + 1 >= start) four ^= data[at + 1]! << 16
    if (at + 2 >= start) four ^= data[at + 2]! << 8
    four ^= data[at + 3]!
    let first = (four >>> 24) * words
    let second = (256 + ((four >>> 16) & 255)) * words
    let third = (512 + ((four >>> 8) & 255)) * words
    let fourth = (768 + (four & 255)) * words
    for (let word = 0; word < words; word++) {
      remainder[word] =
        remainder[word + 1]! ^ table[first++]! ^ table[second++]! ^ table[third++]! ^ table[fourth++]!
    }
  }
}

const tables: Int32Array[] = []

/**
 * For a number of check codewords: what each value of each of four codewords leaves as remainder. First the
 * earliest codeword, which is multiplied by x three times more than the last.
 */
function checkTable(checks: number): Int32Array {
  return (tables[checks] ??= makeCheckTable(checks))
}

function makeCheckTable(checks: number): Int32Array {
  const words = (checks + 3) >>> 2
  const table = new Int32Array(4 * 256 * words)
  const generator = generatorPolynomial(checks)
  for (let value = 0; value < 256; value++) {
    const rest = generator.map((coefficient) => multiply(coefficient, value))
    for (let place = 3; place >= 0; place--) {
      const row = (place * 256 + value) * words
      rest.forEach((coefficient, i) => (table[row + (i >>> 2)]! |= coefficient << (24 - 8 * (i & 3))))
      // Times x, modulo the generator.
      const carry = rest[0]!
      rest.copyWithin(0, 1)
      rest[checks - 1] = 0
      generator.forEach((coefficient, i) => (rest[i]! ^= multiply(coefficient, carry)))
    }
  }
  return table
}
