import { LINES_BEFORE, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'
import type { Masks, Unmasked } from './unmasked.ts'

/**
 * Penalty N4: 10 for each full 5 % that the share of dark modules is away from half
 * (ISO/IEC 18004:2015, 7.8.3.1, table 11); exactly 45 % or 55 % costs nothing yet.
 */
export function balancePenalty(symbol: Unmasked, masks: Masks, mask: number, lanes: Lanes): number {
  const { size, rowWords, stride } = lanes
  const offset = mask * masks.step
  const { lines } = symbol
  const { changes } = masks
  let dark = 0
  for (let word = 0; word < rowWords; word++) {
    // The last word of the rows goes on with columns.
    const inRow = word === rowWords - 1 ? -1 << (32 * rowWords - size) : -1
    const begin = word * stride + LINES_BEFORE
    let ones = 0
    let twos = 0
    let fours = 0
    for (let i = begin; i < begin + size; i += 4) {
      const m = offset + i
      const a = lines[i]! ^ changes[m]!
      const b = lines[i + 1]! ^ changes[m + 1]!
      const c = lines[i + 2]! ^ changes[m + 2]!
      const d = lines[i + 3]! ^ changes[m + 3]!
      let half = a ^ b
      const twoA = (a & b) | (half & ones)
      ones ^= half
      half = c ^ d
      const twoB = (c & d) | (half & ones)
      ones ^= half
      half = twoA ^ twoB
      const four = (twoA & twoB) | (half & twos)
      twos ^= half
      const eight = four & fours
      fours ^= four
      dark += 8 * popcount(eight & inRow)
    }
    dark += popcount(ones & inRow) + 2 * popcount(twos & inRow) + 4 * popcount(fours & inRow)
  }
  const total = size * size
  return 10 * Math.max(0, Math.ceil(Math.abs(20 * dark - 10 * total) / total) - 1)
}
