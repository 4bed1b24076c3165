import { writeDataCodewords } from './bits.ts'
import { dataCodewords } from './capacity.ts'
import { interleave } from './codewords.ts'
import { penaltyScore } from './mask.ts'
import { layoutOf, maskTemplate, placeCodewords } from './modules.ts'
import { checkMask, planQr, type QrOptions } from './plan.ts'
import type { Segment } from './segments.ts'
import { createSymbol, type QrSymbol } from './symbol.ts'

/**
 * Makes the smallest QR Code symbol (ISO/IEC 18004:2015, model 2) that holds a text or given segments.
 *
 * Throws `QrError`: `too-long`, `invalid-option`, `invalid-segment`, `lone-surrogate`.
 *
 * @example
 * const symbol = encodeQr('LW:D0:1122334455667788', { errorCorrection: 'Q' })
 * symbol.get(0, 0) // true: the corner of a finder pattern
 */
export function encodeQr(input: string | readonly Segment[], options: QrOptions = {}): QrSymbol {
  const { mask } = options
  checkMask(mask)
  const { version, errorCorrection, segments } = planQr(input, options)
  const capacity = dataCodewords(version, errorCorrection)
  const data = new Uint8Array(capacity + 2)
  writeDataCodewords(segments, version, capacity, data)
  const layout = layoutOf(version)
  const rows = placeCodewords(interleave(data, version, errorCorrection), layout)
  const masked = (m: number): QrSymbol => {
    const template = maskTemplate(layout, errorCorrection, m)
    return createSymbol(
      version,
      errorCorrection,
      m,
      Uint32Array.from(rows, (row, i) => row ^ template[i]!),
    )
  }
  if (mask !== undefined) return masked(mask)
  let best = masked(0)
  let bestScore = Infinity
  for (let m = 0; m < 8; m++) {
    const symbol = masked(m)
    const score = penaltyScore(symbol.get, symbol.size)
    if (score < bestScore) {
      best = symbol
      bestScore = score
    }
  }
  return best
}
