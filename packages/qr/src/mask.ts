import { finderPenalty, LEAST_FINDER_PENALTY } from './finder-penalty.ts'
import type { Lanes } from './lanes.ts'
import { linePenalty } from './line-penalty.ts'
import { rarePenalty } from './rare-penalty.ts'

/**
 * Which of the eight masks gives a symbol the lowest penalty; of equals the first (ISO/IEC 18004:2015, 7.8.3).
 *
 * Finder patterns take long to count, and what is rare is nearly always 0: both are added, one after the other,
 * only to a mask that would win without them.
 */
export function chooseMask(lines: Int32Array, masks: readonly Int32Array[], lanes: Lanes): number {
  const penalties = masks.map((mask) => linePenalty(lines, mask, lanes) + LEAST_FINDER_PENALTY)
  const parts = masks.map(() => 0)
  for (;;) {
    const best = penalties.indexOf(Math.min(...penalties))
    const part = ++parts[best]!
    if (part > 2) return best
    const penalty = part > 1 ? rarePenalty : finderPenalty
    penalties[best]! += penalty(lines, masks[best]!, lanes) - (part > 1 ? 0 : LEAST_FINDER_PENALTY)
  }
}
