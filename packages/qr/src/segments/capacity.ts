import type { ErrorCorrection } from '../symbol.ts'

/** Error correction levels in rising order of strength. */
export const LEVELS = ['L', 'M', 'Q', 'H'] as const satisfies readonly ErrorCorrection[]

// ISO/IEC 18004:2015, table 9, as text to be small: the check codewords of a block in versions 1 to 40, then the number
// of blocks. Each character stands for its ASCII code less 40.
const TABLE: Readonly<Record<ErrorCorrection, string>> = {
  L: '/27<B:<@F:<@BF>@DFDDDDFFBDFFFFFFFFFFFFFF)))))****,,,,,..../0011244456789:;;<=>@A',
  M: '28B:@8:>>BF>>@@DDBBBBDDDDDDDDDDDDDDDDDDD)))**,,,---01122356899:<=?ABDEGIKMNPSUWY',
  Q: '5>:B:@:><@DB@<F@DDBFDFFFFDFFFFFFFFFFFFFF))**,,..000248498:=<??ACEJJKNPSUX[]`cfil',
  H: '9D>8>DBB@D@D>@@FDDBDF@FFFFFFFFFFFFFFFFFF))*,,,-.003388:8;=AAAJFHKMPRUX[^adgjnruy',
}

/** Check codewords of each Reed–Solomon block. */
export function checkCodewordsPerBlock(version: number, level: ErrorCorrection): number {
  return TABLE[level].charCodeAt(version - 1) - 40
}

/** Reed–Solomon blocks of a symbol. */
export function blockCount(version: number, level: ErrorCorrection): number {
  return TABLE[level].charCodeAt(version + 39) - 40
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
  return (capacities[4 * version + LEVELS.indexOf(level)] ??=
    (dataModules(version) >>> 3) - checkCodewordsPerBlock(version, level) * blockCount(version, level))
}

const capacities: number[] = []
