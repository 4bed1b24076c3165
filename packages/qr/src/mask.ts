import { balancePenalty } from './balance-penalty.ts'
import { blockPenalty } from './block-penalty.ts'
import { finderPenalty, LEAST_FINDER_PENALTY } from './finder-penalty.ts'
import { formatInformation } from './format.ts'
import { isSet, setModule, type Lanes } from './lanes.ts'
import { drawFormat, type Layout } from './modules.ts'
import { runPenalty } from './run-penalty.ts'
import type { ErrorCorrection } from './symbol.ts'
import { compareModules, type Masks, type Unmasked } from './unmasked.ts'
import { wideFinderPenalty } from './wide-finder-penalty.ts'

/** Data module (x, y) is changed where its pattern gives 0 (ISO/IEC 18004:2015, 7.8.2, table 10). */
const PATTERNS: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (x + y) % 2,
  (_x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
]

export function drawMasks(layout: Layout, level: ErrorCorrection): Masks {
  const { lanes, free } = layout
  const step = free.length
  const all = {
    changes: new Int32Array(8 * step),
    down: new Int32Array(8 * step),
    across: new Int32Array(8 * step),
  }
  PATTERNS.forEach((pattern, number) => {
    const part = (words: Int32Array): Int32Array => words.subarray(number * step, (number + 1) * step)
    const changes = part(all.changes)
    for (let y = 0; y < lanes.size; y++) {
      for (let x = 0; x < lanes.size; x++) {
        if (isSet(free, lanes, x, y) && pattern(x, y) === 0) setModule(changes, lanes, x, y, true)
      }
    }
    drawFormat(formatInformation(level, number), lanes.size, (x, y, dark) =>
      setModule(changes, lanes, x, y, dark),
    )
    compareModules(changes, lanes, part(all.down), part(all.across), -1)
  })
  return { ...all, step }
}

/**
 * The mask with the lowest penalty; of equals the first (7.8.3).
 *
 * What takes long to count, or is nearly always 0, is added only to a mask that would win without it.
 */
export function chooseMask(symbol: Unmasked, masks: Masks, lanes: Lanes): number {
  compareModules(symbol.lines, lanes, symbol.down, symbol.across, 0)
  const { scores } = symbol
  for (let mask = 0; mask < 8; mask++) {
    scores[mask] =
      runPenalty(symbol, masks, mask, lanes) + blockPenalty(symbol, masks, mask, lanes) + LEAST_FINDER_PENALTY
  }
  let withFinders = 0
  let complete = 0
  for (;;) {
    let best = 0
    for (let mask = 1; mask < 8; mask++) if (scores[mask]! < scores[best]!) best = mask
    const bit = 1 << best
    if ((complete & bit) !== 0) return best
    if ((withFinders & bit) === 0) {
      withFinders |= bit
      scores[best]! += finderPenalty(symbol, masks, best, lanes) - LEAST_FINDER_PENALTY
    } else {
      complete |= bit
      scores[best]! +=
        balancePenalty(symbol, masks, best, lanes) + wideFinderPenalty(symbol, masks, best, lanes)
    }
  }
}
