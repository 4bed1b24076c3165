import { balancePenalty } from './balance.ts'
import { blockPenalty, type Likeness } from './blocks.ts'
import { finderPenalty, LEAST_FINDER_PENALTY } from './finders.ts'
import { formatInformation } from './format.ts'
import { isSet, LINES_BEFORE, setModule, type Lanes } from './lanes.ts'
import { drawFormat, type Layout } from './modules.ts'
import { runPenalty } from './runs.ts'
import type { ErrorCorrection } from './symbol.ts'

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

/** The eight masks of one layout and level, each as what it changes: data modules and format information. */
export interface Masks extends Likeness {
  /** All masks one after the other, each `step` words. */
  readonly changes: Int32Array
  readonly step: number
}

export function drawMasks(layout: Layout, level: ErrorCorrection): Masks {
  const { lanes, free } = layout
  const step = free.length
  const all = {
    changes: new Int32Array(8 * step),
    down: new Int32Array(8 * step),
    across: new Int32Array(8 * step),
  }
  PATTERNS.forEach((pattern, mask) => {
    const part = (words: Int32Array): Int32Array => words.subarray(mask * step, (mask + 1) * step)
    const changes = part(all.changes)
    for (let y = 0; y < lanes.size; y++) {
      for (let x = 0; x < lanes.size; x++) {
        if (isSet(free, lanes, x, y) && pattern(x, y) === 0) setModule(changes, lanes, x, y, true)
      }
    }
    drawFormat(formatInformation(level, mask), lanes.size, (x, y, dark) =>
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

/** Scratch of `chooseMask`, as long as a layout's words. */
export interface Scratch extends Likeness {
  readonly order: number[]
}

/**
 * The mask with the lowest penalty; of equals the first (7.8.3).
 *
 * Runs and blocks are scored for all; then, in the order of that, the rest only as long as a mask can still
 * win, which is seldom more than half of them.
 */
export function chooseMask(lines: Int32Array, lanes: Lanes, masks: Masks, scratch: Scratch): number {
  const { changes, step } = masks
  const { order } = scratch
  compare(lines, lanes, scratch.down, scratch.across, 0)
  for (let mask = 0; mask < 8; mask++) {
    const offset = mask * step
    const penalty =
      runPenalty(scratch.down, masks.down, offset, lanes) + blockPenalty(scratch, masks, offset, lanes)
    // Penalty and mask in one number, so that sorting keeps them together and equals stay in order.
    insert(order, mask, penalty * 8 + mask)
  }
  let best = Infinity
  for (const entry of order) {
    // Entry and best compare penalties first and masks second.
    let total = entry + 8 * LEAST_FINDER_PENALTY
    if (total > best) break
    total = entry + 8 * balancePenalty(lines, changes, mask(entry) * step, lanes)
    const limit = (best - total) / 8
    if (limit < LEAST_FINDER_PENALTY) continue
    total += 8 * finderPenalty(lines, changes, mask(entry) * step, lanes, limit)
    if (total < best) best = total
  }
  return mask(best)
}

function mask(entry: number): number {
  return entry & 7
}

function insert(sorted: number[], length: number, entry: number): void {
  let at = length
  for (; at > 0 && sorted[at - 1]! > entry; at--) sorted[at] = sorted[at - 1]!
  sorted[at] = entry
}
