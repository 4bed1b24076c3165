import { LINES_AROUND, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'

/**
 * The penalty of the three finder patterns themselves: each shows the ratio in three rows and three columns, and has
 * light modules on one side: beyond the edge of the symbol everything is light.
 */
export const LEAST_FINDER_PENALTY = 3 * 6 * 40

/** Words of zeros before the first line, so that the loop can look back from it. */
const BEFORE = 8
const LINES = BEFORE + 177 + 5
/** Where the line before is dark, and the lines around it are light. */
const single = /* @__PURE__ */ new Int32Array(LINES)
/** Where this line or one of the three before is dark. */
const four = /* @__PURE__ */ new Int32Array(LINES)

/**
 * Penalty N3: 40 for each dark-light-dark-light-dark of 1:1:3:1:1 modules with 4 light ones before or after, 80
 * if on both sides, in rows and columns (ISO/IEC 18004:2015, 7.8.3.1, table 11). Beyond the edges everything is
 * light. The same ratio in modules of a larger unit is left to `wideFinderAndBalancePenalty`.
 */
export function finderPenalty(lines: Int32Array, mask: Int32Array, { size, words, stride }: Lanes): number {
  const singles = single
  const fours = four
  let found = 0
  for (let word = 0; word < words; word++) {
    let i = word * stride + LINES_AROUND
    // State carried from line to line, the number counting back from the current one: `line1` the line itself; either
    // of two dark; three dark; the end of a pattern.
    let line1 = 0
    let line2 = 0
    let either1 = 0
    let either2 = 0
    let three1 = 0
    let three2 = 0
    let three3 = 0
    let end1 = 0
    let end2 = 0
    let end3 = 0
    // The last pattern ends with the light line after the symbol, and is followed by three more.
    for (let at = BEFORE; at < BEFORE + size + 4; at += 2) {
      const lineA = lines[i]! ^ mask[i++]!
      const lineB = lines[i]! ^ mask[i++]!
      const eitherA = lineA | line1
      const eitherB = lineB | lineA
      const fourA = eitherA | either2
      const fourB = eitherB | either1
      const singleA = line1 & ~(lineA | line2)
      const singleB = lineA & ~(lineB | line1)
      singles[at] = singleA
      singles[at + 1] = singleB
      fours[at] = fourA
      fours[at + 1] = fourB
      const endA = singleA & three3 & singles[at - 6]!
      const endB = singleB & three2 & singles[at - 5]!
      // The two endings contradict each other one line apart, so no lane is in both.
      const before = (endA & ~fours[at - 8]!) | (endB & ~fours[at - 7]!)
      const after = (end3 & ~fourA) | (end2 & ~fourB)
      if ((before | after) !== 0) found += popcount(before) + popcount(after)
      three3 = three1
      three2 = lineA & line1 & line2
      three1 = lineB & lineA & line1
      line2 = lineA
      line1 = lineB
      either2 = eitherA
      either1 = eitherB
      end3 = end1
      end2 = endA
      end1 = endB
    }
  }
  return 40 * found
}
