import { LINES_BEFORE, type Lanes } from './lanes.ts'
import type { Masks, Unmasked } from './unmasked.ts'

/** Lines of zeros before the first in the scratch below, since it looks nine lines back. */
const BEFORE = 9

/**
 * The rest of penalty N3: the pattern 1:1:3:1:1 drawn with units of two modules or more, which random data
 * hardly ever shows (ISO/IEC 18004:2015, 7.8.3.1, table 11, sets no size). Patterns of single modules are
 * counted by `linePenalty`.
 */
export function wideFinderPenalty(symbol: Unmasked, masks: Masks, mask: number, lanes: Lanes): number {
  const { size, words, stride } = lanes
  const { lines } = symbol
  const { changes, step } = masks
  const three = new Int32Array(BEFORE + size)
  const light = new Int32Array(BEFORE + size)
  let penalty = 0
  for (let word = 0; word < words; word++) {
    const begin = word * stride + LINES_BEFORE
    const offset = mask * step
    let line1 = 0
    let line2 = 0
    for (let y = 0; y < size; y++) {
      const i = begin + y
      const line = lines[i]! ^ changes[offset + i]!
      const at = BEFORE + y
      const lightBefore = ~(line1 | line2)
      const lightNow = ~(line | line1)
      three[at] = line & line1 & line2
      light[at] = lightNow
      // Six dark between two light and two light, then dark: unit 2. Nine dark and three light: unit 3 or more.
      const six = three[at - 3]! & three[at - 6]!
      const found = six & ((line & lightBefore & light[at - 9]!) | (lightNow & ~line2 & three[at - 9]!))
      if (found !== 0) penalty += penaltyOf(found, lines, changes, offset, begin, y - 3, size)
      line2 = line1
      line1 = line
    }
  }
  return penalty
}

/** Patterns of two modules a unit or more, in those lanes where a dark run ends in line `last`. */
function penaltyOf(
  lanes: number,
  lines: Int32Array,
  changes: Int32Array,
  offset: number,
  begin: number,
  last: number,
  size: number,
): number {
  let penalty = 0
  for (let bit = 1; bit !== 0; bit <<= 1) {
    if ((lanes & bit) === 0) continue
    /** Modules like the one at `y`, going one way; without end where light goes on past the edge. */
    const run = (y: number, step: 1 | -1): number => {
      if (y < 0 || y >= size) return Infinity
      const colour = (lines[begin + y]! ^ changes[offset + begin + y]!) & bit
      let length = 0
      for (let at = y; ((lines[begin + at]! ^ changes[offset + begin + at]!) & bit) === colour; at += step) {
        if (at < 0 || at >= size) return Infinity
        length++
      }
      return length
    }
    const core = run(last, -1)
    const unit = core / 3
    if (!isUnit(run, last + 1, 1, unit) || !isUnit(run, last - core, -1, unit)) continue
    const after = run(last + 1 + 2 * unit, 1)
    const before = run(last - core - 2 * unit, -1)
    if (before >= 4 * unit && after >= unit) penalty += 40
    if (after >= 4 * unit && before >= unit) penalty += 40
  }
  return penalty
}

/** Whether a light and then a dark run begin at `y`, each one unit long. */
function isUnit(run: (y: number, step: 1 | -1) => number, y: number, step: 1 | -1, unit: number): boolean {
  return run(y, step) === unit && run(y + step * unit, step) === unit
}
