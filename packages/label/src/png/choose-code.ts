import { base36, codeLengths } from '../deflate/code-lengths.ts'
import { type DeflateCode, distanceCode, layOutCode, LONGEST_DISTANCE_CODE } from '../deflate/code.ts'
import { PICTURE_CODES } from './huffman.ts'
import type { PictureCode } from './picture-code.ts'
import type { RowTokens } from './row-tokens.ts'

const ABOVE_WEIGHT = 10_000

/** Prepared codes by the code of the distance between rows: one for each kind of picture. */
const laidOut = new Map<number, readonly DeflateCode[]>()

/** The trained code that makes a picture shortest, judged by a sample of its tokens. */
export function codeFor(picture: RowTokens): DeflateCode {
  const above = distanceCode(picture.distance).code
  let codes = laidOut.get(above)
  if (codes === undefined) laidOut.set(above, (codes = PICTURE_CODES.map((code) => layOut(code, above))))
  let best = codes[0]!
  let least = bitsIn(best, picture)
  for (const code of codes.slice(1)) {
    const bits = bitsIn(code, picture)
    if (bits >= least || !hasAll(code, picture)) continue
    best = code
    least = bits
  }
  return best
}

/** Most copies are of the row above, and how far away that is depends on the picture. */
function layOut(
  { literals, distanceWeights, codeLengths: lengths }: PictureCode,
  above: number,
): DeflateCode {
  const weights = distanceWeights.map((weight, place) => (place === above ? weight + ABOVE_WEIGHT : weight))
  const distances = base36(codeLengths(weights, LONGEST_DISTANCE_CODE))
  return layOutCode({ literals, distances, codeLengths: lengths })
}

/** One token in this many is sampled. */
const SAMPLE = 4

/** Bits of the tokens without their distances, which hardly differ. */
function bitsIn({ tokens: codes, head }: DeflateCode, { tokens, count }: RowTokens): number {
  let bits = (8 * head.bytes.length) / SAMPLE
  for (let index = 0; index < count; index += SAMPLE) {
    bits += codes[tokens[index]! >>> 16]! >>> 24
  }
  return bits
}

/** Whether a code has an entry for every byte of a picture. */
function hasAll({ tokens: codes }: DeflateCode, { tokens, count }: RowTokens): boolean {
  for (let index = 0; index < count; index += 1) {
    if (codes[tokens[index]! >>> 16] === 0) return false
  }
  return true
}
