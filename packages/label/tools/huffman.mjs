import { distanceCode, lengthCode } from '../dist/deflate/code.js'
import { base36, codeLengths } from '../dist/deflate/code-lengths.js'
import { COPY, USUAL } from '../dist/deflate/tokens.js'

/** The code in which other code lengths are written, for headers like the given one. */
export function codeLengthCode(runs) {
  const weights = Array.from({ length: 19 }, () => 0.5)
  // Another picture may need other symbols than this header has, so every symbol gets a code.
  for (const { symbol } of runs) weights[symbol] += 1
  return base36(codeLengths(weights, 7))
}

/** The symbol of a token's byte or length, and that of the distance of a copy, unless it is the usual one. */
export function symbolsOf(token) {
  const what = token >>> 16
  if (what < COPY) return { literal: what }
  if (what >= USUAL) return { literal: 257 + lengthCode(what - USUAL) }
  return { literal: 257 + lengthCode(what - COPY), distance: distanceCode(token & 0xffff).code }
}
