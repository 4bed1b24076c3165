import { LINES_BEFORE, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'

/**
 * The three finder patterns alone: each shows its ratio in three rows and three columns, with the edge of the
 * symbol on one side.
 */
export const LEAST_FINDER_PENALTY = 3 * 6 * 40

/** Intermediate words of one lane group, with lines of zeros before the first. */
const BEFORE = 8
const LINES = BEFORE + 177 + 12
const three = /* @__PURE__ */ new Int32Array(LINES)
const single = /* @__PURE__ */ new Int32Array(LINES)
const light = /* @__PURE__ */ new Int32Array(LINES)

/**
 * Penalty N3: 40 for each dark-light-dark-light-dark in the ratio 1:1:3:1:1 with light for 4 units of it
 * before or after, in rows and columns; 80 if on both sides (ISO/IEC 18004:2015, 7.8.3.1, table 11).
 * Beyond the edges everything is light.
 *
 * Stops early, with too low a penalty, once it exceeds `limit`.
 */
export function finderPenalty(
  base: Int32Array,
  mask: Int32Array,
  offset: number,
  lanes: Lanes,
  limit: number,
): number {
  const { size, words, stride } = lanes
  let penalty = 0
  for (let word = 0; word < words && penalty <= limit; word++) {
    const begin = word * stride + LINES_BEFORE
    let line1 = 0
    let line2 = 0
    for (let y = 0; y <= size + 1; y++) {
      const i = begin + y
      const line = base[i]! ^ mask[offset + i]!
      const at = BEFORE + y
      const dark3 = line & line1 & line2
      const dark1 = line1 & ~(line | line2)
      const light2 = ~(line | line1)
      three[at] = dark3
      single[at] = dark1
      light[at] = light2
      line2 = line1
      line1 = line
      const narrow = dark1 & three[at - 3]! & single[at - 6]!
      if (narrow !== 0) penalty += narrowPenalty(narrow, base, mask, offset, i)
      // Two light after six dark that come after two light or three more dark: perhaps 2:2:6:2:2 and up.
      const wide = light2 & three[at - 2]! & three[at - 5]! & (light[at - 8]! | three[at - 8]!)
      if (wide !== 0) penalty += widePenalty(wide, base, mask, offset, begin, y - 2, size)
    }
  }
  return penalty
}

/** The pattern of one module a unit, whose ninth line, light like the first, is at `i`. */
function narrowPenalty(lanes: number, base: Int32Array, mask: Int32Array, offset: number, i: number): number {
  const line = (at: number): number => base[at]! ^ mask[offset + at]!
  return (
    40 *
    (popcount(lanes & ~(line(i - 9) | line(i - 10) | line(i - 11))) +
      popcount(lanes & ~(line(i + 1) | line(i + 2) | line(i + 3))))
  )
}

/** Patterns of two modules a unit or more, in those lanes where a dark run ends in line `last`. */
function widePenalty(
  lanes: number,
  base: Int32Array,
  mask: Int32Array,
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
      const colour = (base[begin + y]! ^ mask[offset + begin + y]!) & bit
      let length = 0
      for (let at = y; ((base[begin + at]! ^ mask[offset + begin + at]!) & bit) === colour; at += step) {
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
