import { writeEdges } from './edges.ts'
import { finderPenalty, LEAST_FINDER_PENALTY } from './finder-penalty.ts'
import type { Lanes } from './lanes.ts'
import { linePenalty } from './line-penalty.ts'
import { rarePenalty } from './rare-penalty.ts'

/**
 * Which of the eight masks gives a symbol the lowest penalty; of equals the first (ISO/IEC 18004:2015, 7.8.3).
 * The edges of `lines` are found on the way.
 *
 * Finder patterns take long to count, and what is rare is nearly always 0: both are added, one after the other,
 * only to a mask that would win without them.
 */
export function chooseMask(lines: Int32Array, masks: readonly Int32Array[], lanes: Lanes): number {
  writeEdges(lines, lanes, 0)
  // The penalty so far, less what every mask has; the mask; how many parts it has beyond runs and blocks: by weight.
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
          ? rarePenalty(lines, mask, lanes)
          : finderPenalty(lines, mask, lanes) - LEAST_FINDER_PENALTY)
  }
}
