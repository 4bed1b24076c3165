import { encodeQr, type QrSymbol } from '@claimtag/qr'
import type { PlacedSymbol } from '../layout/placed.ts'

/** Symbols by the item they belong to: several outputs of one label draw the same one. They go when the item does. */
const made = new WeakMap<PlacedSymbol, QrSymbol>()

/**
 * The modules of a placed symbol.
 *
 * @example
 * ```ts
 * const [item] = labeller.place(code, fields).items.filter(({ type }) => type === 'symbol')
 * symbolOf(item).get(0, 0) // true: the corner of a finder pattern
 * ```
 */
export function symbolOf(placed: PlacedSymbol): QrSymbol {
  const before = made.get(placed)
  if (before !== undefined) return before
  const { segments, errorCorrection, version: minVersion } = placed
  const symbol = encodeQr(segments, { errorCorrection, minVersion })
  made.set(placed, symbol)
  return symbol
}
