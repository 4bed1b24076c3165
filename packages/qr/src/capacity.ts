import type { ErrorCorrection } from './symbol.ts'

/** Error correction levels in rising order of strength. */
export const LEVELS = ['L', 'M', 'Q', 'H'] as const satisfies readonly ErrorCorrection[]

// ISO/IEC 18004:2015, table 9. Index 0 stands for version 1.
const CHECK_CODEWORDS_PER_BLOCK: Readonly<Record<ErrorCorrection, readonly number[]>> = {
  L: [
    7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  M: [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  ],
  Q: [
    13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  H: [
    17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
}

const BLOCKS: Readonly<Record<ErrorCorrection, readonly number[]>> = {
  L: [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17,
    18, 19, 19, 20, 21, 22, 24, 25,
  ],
  M: [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
    31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
  ],
  Q: [
    1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38,
    40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
  ],
  H: [
    1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45,
    48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
  ],
}

/** Check codewords of each Reed–Solomon block. */
export function checkCodewordsPerBlock(version: number, level: ErrorCorrection): number {
  return CHECK_CODEWORDS_PER_BLOCK[level][version - 1]!
}

/** Reed–Solomon blocks of a symbol. */
export function blockCount(version: number, level: ErrorCorrection): number {
  return BLOCKS[level][version - 1]!
}

/** Modules left for data and error correction once the function patterns are drawn (table 1). */
export function dataModules(version: number): number {
  let modules = (16 * version + 128) * version + 64
  if (version >= 2) {
    const perSide = Math.floor(version / 7) + 2
    modules -= (25 * perSide - 10) * perSide - 55
    if (version >= 7) modules -= 36
  }
  return modules
}

/** Codewords left for data (table 7). */
export function dataCodewords(version: number, level: ErrorCorrection): number {
  return (dataModules(version) >>> 3) - checkCodewordsPerBlock(version, level) * blockCount(version, level)
}
