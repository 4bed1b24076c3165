import { base36, codeLengths } from '../dist/deflate/code-lengths.js'

/** The code in which other code lengths are written, for headers like the one given. */
export function codeLengthCode(runs) {
  const weights = Array.from({ length: 19 }, () => 0.5)
  // Another picture may need what this header does not: no symbol goes without a code.
  for (const { symbol } of runs) weights[symbol] += 1
  return base36(codeLengths(weights, 7))
}
