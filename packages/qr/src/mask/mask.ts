import { writeEdges } from './edges.ts'
import { finderPenalty, LEAST_FINDER_PENALTY } from './finder-penalty.ts'
import type { Lanes } from './lanes.ts'
import { linePenalty } from './line-penalty.ts'
import { wideFinderAndBalancePenalty } from './wide-finder-and-balance-penalty.ts'

/**
 * Chooses the mask with the lowest penalty, the first one of equals (ISO/IEC 18004:2015, 7.8.3). Also writes the
 * edges of `lines`.
 *
 * The finder penalty takes long to count, and the last one is nearly always 0. Both are added, one after the other,
 * only to a mask that would win without them.
 */
export function chooseMask(lines: Int32Array, masks: readonly Int32Array[], lanes: Lanes): number {
  writeEdges(lines, lanes, 0)
  // From the highest bits: the penalty so far, less the part that all masks share; the mask; how many of the two
  // expensive penalties are already in it.
  const keys = masks.map((mask, i) => 32 * linePenalty(lines, mask, lanes) + 4 * i)
  for (;;) {
    const key = Math.min(...keys)
    const best = (key >>> 2) & 7
    const part = key & 3
    if (part > 1) return best
    const mask = masks[best]!
    keys[best]! +=
      1 +
      32 *
        (part > 0
          ? wideFinderAndBalancePenalty(lines, mask, lanes)
          : finderPenalty(lines, mask, lanes) - LEAST_FINDER_PENALTY)
  }
}
