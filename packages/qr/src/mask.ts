import { balancePenalty } from './balance-penalty.ts'
import { blockPenalty } from './block-penalty.ts'
import { finderPenalty, LEAST_FINDER_PENALTY } from './finder-penalty.ts'
import { formatInformation } from './format.ts'
import { isSet, LINES_BEFORE, setModule, type Lanes } from './lanes.ts'
import { drawFormat, type Layout } from './modules.ts'
import { runPenalty } from './run-penalty.ts'
import type { ErrorCorrection } from './symbol.ts'
import type { Masks, Unmasked } from './unmasked.ts'
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
    compare(changes, lanes, part(all.down), part(all.across), -1)
  })
  return { ...all, step }
}

/**
 * Compares each module with the line before and with the next lane: a bit is set where they differ or, with
 * -1 for `invert`, where they are alike. Beyond the edges all bits are 0.
 *
 * Symbol and mask compared apart give, with one of them inverted, the likeness of the masked symbol as
 * their exclusive or: so the symbol is compared once and not eight times.
 */
function compare(
  lines: Int32Array,
  lanes: Lanes,
  down: Int32Array,
  across: Int32Array,
  invert: 0 | -1,
): void {
  const { size, rowWords, words, stride } = lanes
  for (let word = 0; word < words; word++) {
    const begin = word * stride + LINES_BEFORE
    const used = lanesBelow(2 * size, word)
    for (let i = begin + 1; i < begin + size; i++) down[i] = (lines[i]! ^ lines[i - 1]! ^ invert) & used
  }
  for (let word = 0; word < rowWords; word++) {
    const begin = word * stride + LINES_BEFORE
    const used = lanesBelow(size - 1, word)
    for (let i = begin; i < begin + size; i++) {
      const next = (lines[i]! << 1) | (lines[i + stride]! >>> 31)
      across[i] = (lines[i]! ^ next ^ invert) & used
    }
  }
}

/** The lanes of a word that are below a number. */
function lanesBelow(end: number, word: number): number {
  const count = end - 32 * word
  return count >= 32 ? -1 : ~(-1 >>> count)
}

/**
 * The mask with the lowest penalty; of equals the first (7.8.3).
 *
 * What takes long to count, or is nearly always 0, is added only to a mask that would win without it.
 */
export function chooseMask(symbol: Unmasked, masks: Masks, lanes: Lanes): number {
  compare(symbol.lines, lanes, symbol.down, symbol.across, 0)
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
