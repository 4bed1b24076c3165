import { LINES_BEFORE, type Lanes } from './lanes.ts'
import type { Masks, Unmasked } from './unmasked.ts'

/** Lines of zeros before the first in the scratch below, since it looks nine lines back. */
const BEFORE = 9
const HIGHEST = 177
const threeDark = /* @__PURE__ */ new Int32Array(BEFORE + HIGHEST)
const twoLight = /* @__PURE__ */ new Int32Array(BEFORE + HIGHEST)

/**
 * The rest of penalty N3: the pattern 1:1:3:1:1 drawn with units of two modules or more, which random data
 * hardly ever shows (ISO/IEC 18004:2015, 7.8.3.1, table 11, sets no size). Patterns of single modules are
 * counted by `finderPenalty`.
 */
export function wideFinderPenalty(symbol: Unmasked, masks: Masks, mask: number, lanes: Lanes): number {
  const { size, words, stride } = lanes
  const { lines } = symbol
  const { changes, step } = masks
  const three = threeDark
  const light = twoLight
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
  for (let left = lanes; left !== 0; left &= left - 1) {
    const lane = left & -left
    const dark = (y: number): boolean => ((lines[begin + y]! ^ changes[offset + begin + y]!) & lane) !== 0
    const core = run(dark, last, -1, size)
    const unit = core / 3
    if (!isUnit(dark, last + 1, 1, unit, size) || !isUnit(dark, last - core, -1, unit, size)) continue
    const after = run(dark, last + 1 + 2 * unit, 1, size)
    const before = run(dark, last - core - 2 * unit, -1, size)
    if (before >= 4 * unit && after >= unit) penalty += 40
    if (after >= 4 * unit && before >= unit) penalty += 40
  }
  return penalty
}

/** Whether a light and then a dark run begin at `y`, each one unit long. */
function isUnit(dark: (y: number) => boolean, y: number, step: 1 | -1, unit: number, size: number): boolean {
  return run(dark, y, step, size) === unit && run(dark, y + step * unit, step, size) === unit
}

/** How many modules from `y` on are like it; light goes on without end past the edge. */
function run(dark: (y: number) => boolean, y: number, step: 1 | -1, size: number): number {
  const colour = y >= 0 && y < size && dark(y)
  let at = y
  while (at >= 0 && at < size && dark(at) === colour) at += step
  return (at < 0 || at >= size) && !colour ? Infinity : Math.abs(at - y)
}
