import { base36, codeLengths } from '../deflate/code-lengths.ts'
import {
  type DeflateCode,
  distanceCode,
  layOutCode,
  LONGEST_DISTANCE_CODE,
  withUsual,
} from '../deflate/code.ts'
import { COPY, LONGEST, USUAL } from '../deflate/tokens.ts'
import { PICTURE_CODES } from './huffman.ts'
import type { PictureCode } from './picture-code.ts'
import type { RowTokens } from './row-tokens.ts'

const ABOVE_WEIGHT = 10_000

/** The codes that a picture may be written in. Made once for many pictures of one width. */
export interface Choice {
  /** From row to row. */
  readonly distance: number
  readonly codes: readonly DeflateCode[]
  /** By the upper half of a token, its bits in each of the four codes, one byte a code, the first lowest. */
  readonly bits: Uint32Array
}

/** Prepared codes by the code of the distance between rows: one for each kind of picture. */
const laidOut = new Map<number, readonly DeflateCode[]>()

/** The trained code that makes a picture shortest, judged by a sample of its tokens. */
export function codeFor(choice: Choice, picture: Pick<RowTokens, 'tokens' | 'count'>): DeflateCode {
  const { codes } = choice
  const bits = bitsIn(choice, picture)
  let best = 0
  for (let other = 1; other < codes.length; other += 1)
    if (bits[other]! < bits[best]! && hasAll(choice, other, picture)) best = other
  return codes[best]!
}

/** @param distance from row to row */
export function choiceFor(distance: number): Choice {
  const above = distanceCode(distance).code
  let plain = laidOut.get(above)
  if (plain === undefined) laidOut.set(above, (plain = PICTURE_CODES.map((code) => layOut(code, above))))
  const bits = new Uint32Array(USUAL + LONGEST + 1)
  for (const [place, { tokens }] of plain.entries()) {
    for (let token = 0; token < bits.length; token += 1) {
      const entry = tokens[token < USUAL ? token : token - USUAL + COPY]!
      bits[token]! |= (entry >>> 24) << (8 * place)
    }
  }
  return { distance, codes: plain.map((code) => withUsual(code, distance)), bits }
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
/** Of so many tokens, the bits of a sample are fewer than 65,536. */
const RUN = 8192

/** Bits of the tokens in each code, without their distances, which hardly differ. */
function bitsIn({ codes, bits }: Choice, { tokens, count }: Pick<RowTokens, 'tokens' | 'count'>): number[] {
  const sums = codes.map(({ head }) => (8 * head.bytes.length) / SAMPLE)
  for (let from = 0; from < count; from += RUN) {
    // Two codes in one sum.
    let [even, odd] = [0, 0]
    const to = Math.min(count, from + RUN)
    for (let index = from; index < to; index += SAMPLE) {
      const four = bits[tokens[index]! >>> 16]!
      even = (even + (four & 0xff00ff)) | 0
      odd = (odd + ((four >>> 8) & 0xff00ff)) | 0
    }
    for (const [place, sum] of [even & 0xffff, odd & 0xffff, even >>> 16, odd >>> 16].entries())
      sums[place]! += sum
  }
  return sums
}

/** Whether a code has an entry for every byte of a picture. */
function hasAll(
  { bits }: Choice,
  place: number,
  { tokens, count }: Pick<RowTokens, 'tokens' | 'count'>,
): boolean {
  for (let index = 0; index < count; index += 1) {
    if (((bits[tokens[index]! >>> 16]! >>> (8 * place)) & 0xff) === 0) return false
  }
  return true
}
