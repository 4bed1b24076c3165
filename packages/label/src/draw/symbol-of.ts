import { encodeQr, type QrSymbol } from '@claimtag/qr'
import type { PlacedSymbol } from '../layout/placed.ts'

/** Symbols by their item, since several outputs of one label draw the same one. An entry lives as long as its item. */
const made = new WeakMap<PlacedSymbol, QrSymbol>()

/**
 * The modules of a placed symbol.
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate, symbolOf } from '@claimtag/label'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const { items } = labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', { devEui: '70B3D57ED00A0004' })
 * for (const item of items) {
 *   // The corner of a finder pattern is dark.
 *   if (item.type === 'symbol') console.log(symbolOf(item).get(0, 0)) // true
 * }
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
