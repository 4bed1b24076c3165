import { blockCount, checkCodewordsPerBlock, dataCodewords } from '../segments/capacity.ts'
import { double, generatorPolynomial } from './galois.ts'
import type { ErrorCorrection } from '../symbol.ts'

/**
 * Cuts data codewords into blocks and adds check codewords to each (ISO/IEC 18004:2015, 7.5, table 9). Writes the
 * first codewords of all blocks into `sequence`, then the second, and so on, data before checks (7.6).
 */
export function writeSequence(
  data: Uint8Array,
  version: number,
  level: ErrorCorrection,
  sequence: Uint8Array,
): void {
  const blocks = blockCount(version, level)
  const checks = checkCodewordsPerBlock(version, level)
  const total = dataCodewords(version, level)
  const table = (tables[checks] ??= makeCheckTable(checks))
  // Where data does not divide evenly, the last blocks are longer by one.
  const shorter = Math.floor(total / blocks)
  const longFrom = blocks - (total % blocks)
  for (let block = 0, start = 0; block < blocks; block++) {
    const end = start + shorter + (block < longFrom ? 0 : 1)
    divide(data, start, end, table, (checks + 3) >>> 2)
    for (let at = block; start < end; at += blocks) {
      // Longer blocks have one codeword more, so the last column of the interleaving holds their codewords only.
      sequence[at < shorter * blocks ? at : at - longFrom] = data[start++]!
    }
    for (let i = 0; i < checks; i++) {
      sequence[total + i * blocks + block] = remainder[i >>> 2]! >>> (24 - 8 * (i & 3))
    }
  }
}

/** Remainder of the last division, four codewords a word, with the word 0 after it. */
const remainder = /* @__PURE__ */ new Int32Array(9)

/** Divides the codewords of a block, as a polynomial, by the generator polynomial (7.5.2). */
function divide(data: Uint8Array, start: number, end: number, table: Int32Array, words: number): void {
  remainder.fill(0)
  for (let i = start; i < end; i++) {
    let product = (data[i]! ^ (remainder[0]! >>> 24)) * words
    for (let word = 0; word < words; word++) {
      remainder[word] = (remainder[word]! << 8) ^ (remainder[word + 1]! >>> 24) ^ table[product++]!
    }
  }
}

const tables: Int32Array[] = []

/** The generator polynomial for a number of check codewords, times each of the 256 values. */
function makeCheckTable(checks: number): Int32Array {
  const words = (checks + 3) >>> 2
  const table = new Int32Array(256 * words)
  table.set(generatorPolynomial(checks), words)
  for (let at = 2 * words; at < table.length; at++) {
    // Doubles the entry of half the value; an odd value adds the generator once.
    const value = Math.floor(at / words)
    const word = at % words
    table[at] = double(table[(value >> 1) * words + word]!) ^ (table[words + word]! & -(value & 1))
  }
  return table
}
