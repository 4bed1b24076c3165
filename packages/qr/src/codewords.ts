import { blockCount, checkCodewordsPerBlock, dataModules } from './capacity.ts'
import { generatorPolynomial, multiply } from './galois.ts'
import type { ErrorCorrection } from './symbol.ts'

/**
 * Adds error correction and gives the final sequence of codewords: data is cut into blocks, each block
 * gets its check codewords (ISO/IEC 18004:2015, 7.5), and both are interleaved (7.6).
 */
export function interleave(data: Uint8Array, version: number, level: ErrorCorrection): Uint8Array {
  const total = dataModules(version) >>> 3
  const blocks = blockCount(version, level)
  const checks = checkCodewordsPerBlock(version, level)
  const dataTotal = total - checks * blocks
  // The first blocks are shorter by one where the data does not divide evenly.
  const shortLength = Math.floor(dataTotal / blocks)
  const longFrom = blocks - (dataTotal % blocks)
  const sequence = new Uint8Array(total)
  const table = checkTable(checks)
  let start = 0
  for (let block = 0; block < blocks; block++) {
    const length = shortLength + (block >= longFrom ? 1 : 0)
    for (let i = 0; i < length; i++) {
      sequence[i < shortLength ? i * blocks + block : shortLength * blocks + block - longFrom] =
        data[start + i]!
    }
    const remainder = checkCodewords(data, start, start + length, table, checks)
    for (let i = 0; i < checks; i++) sequence[dataTotal + i * blocks + block] = remainder[i]!
    start += length
  }
  return sequence
}

function checkCodewords(
  data: Uint8Array,
  from: number,
  to: number,
  table: Uint8Array,
  checks: number,
): Uint8Array {
  const remainder = new Uint8Array(checks + 1)
  for (let i = from; i < to; i++) {
    const row = (data[i]! ^ remainder[0]!) * checks
    for (let j = 0; j < checks; j++) remainder[j] = remainder[j + 1]! ^ table[row + j]!
  }
  return remainder
}

const tables: Uint8Array[] = []

/** The generator polynomial of a degree times each of the 256 values. */
function checkTable(degree: number): Uint8Array {
  return (tables[degree] ??= (() => {
    const generator = generatorPolynomial(degree)
    const table = new Uint8Array(256 * degree)
    for (let factor = 0; factor < 256; factor++) {
      for (let i = 0; i < degree; i++) table[factor * degree + i] = multiply(generator[i]!, factor)
    }
    return table
  })())
}
