import { LINES_BEFORE, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'
import type { Masks, Unmasked } from './unmasked.ts'

/**
 * What the three finder patterns themselves cost: each shows its ratio in three rows and three columns, with
 * the edge of the symbol, and so nothing but light, on one side.
 */
export const LEAST_FINDER_PENALTY = 3 * 6 * 40

/** Words that the loop below looks back at, up to 8 lines, from line 0 on. */
const BEFORE = 8
const HIGHEST = 177
const singles = /* @__PURE__ */ new Int32Array(BEFORE + HIGHEST + 7)
const fours = /* @__PURE__ */ new Int32Array(BEFORE + HIGHEST + 7)

/**
 * Penalty N3: 40 for each dark-light-dark-light-dark of 1:1:3:1:1 modules with 4 light ones before or after,
 * 80 if on both sides, in rows and columns (ISO/IEC 18004:2015, 7.8.3.1, table 11). Beyond the edges everything
 * is light. Wider patterns of the same ratio are left to `wideFinderPenalty`.
 */
export function finderPenalty(symbol: Unmasked, masks: Masks, mask: number, lanes: Lanes): number {
  const { size, words, stride } = lanes
  const { lines } = symbol
  const { changes } = masks
  const offset = mask * masks.step
  const single = singles
  const four = fours
  let found = 0
  for (let word = 0; word < words; word++) {
    const begin = word * stride + LINES_BEFORE
    // Of earlier lines, numbered from the last: the line; either of two dark; three dark; the pattern.
    let lineA = 0
    let lineB = 0
    let eitherA = 0
    let eitherB = 0
    let threeA = 0
    let threeB = 0
    let threeC = 0
    let patternA = 0
    let patternB = 0
    let patternC = 0
    // The last pattern ends with the light line after the symbol, and is followed by three more.
    for (let y = 0; y <= size + 3; y += 4) {
      const i = begin + y
      const m = offset + i
      const at = BEFORE + y
      const line0 = lines[i]! ^ changes[m]!
      const line1 = lines[i + 1]! ^ changes[m + 1]!
      const line2 = lines[i + 2]! ^ changes[m + 2]!
      const line3 = lines[i + 3]! ^ changes[m + 3]!
      const either0 = line0 | lineA
      const either1 = line1 | line0
      const either2 = line2 | line1
      const either3 = line3 | line2
      // Any of the last four lines dark.
      const four0 = either0 | eitherB
      const four1 = either1 | eitherA
      const four2 = either2 | either0
      const four3 = either3 | either1
      const three0 = line0 & lineA & lineB
      const three1 = line1 & line0 & lineA
      const three2 = line2 & line1 & line0
      const three3 = line3 & line2 & line1
      // One dark between two light.
      const single0 = lineA & ~(line0 | lineB)
      const single1 = line0 & ~(line1 | lineA)
      const single2 = line1 & ~(line2 | line0)
      const single3 = line2 & ~(line3 | line1)
      single[at] = single0
      single[at + 1] = single1
      single[at + 2] = single2
      single[at + 3] = single3
      four[at] = four0
      four[at + 1] = four1
      four[at + 2] = four2
      four[at + 3] = four3
      const pattern0 = single0 & threeC & single[at - 6]!
      const pattern1 = single1 & threeB & single[at - 5]!
      const pattern2 = single2 & threeA & single[at - 4]!
      const pattern3 = single3 & three0 & single[at - 3]!
      const before0 = pattern0 & ~four[at - 8]!
      const before1 = pattern1 & ~four[at - 7]!
      const before2 = pattern2 & ~four[at - 6]!
      const before3 = pattern3 & ~four[at - 5]!
      const after0 = patternC & ~four0
      const after1 = patternB & ~four1
      const after2 = patternA & ~four2
      const after3 = pattern0 & ~four3
      // A pattern moved by 1, 2 or 3 lines contradicts itself, so that no lane is in two of four lines.
      const before = before0 | before1 | before2 | before3
      const after = after0 | after1 | after2 | after3
      if ((before | after) !== 0) found += popcount(before) + popcount(after)
      lineA = line3
      lineB = line2
      eitherA = either3
      eitherB = either2
      threeA = three3
      threeB = three2
      threeC = three1
      patternA = pattern3
      patternB = pattern2
      patternC = pattern1
    }
  }
  return 40 * found
}
