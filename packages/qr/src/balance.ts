import { LINES_BEFORE, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'

/**
 * Penalty N4: 10 for each full 5 % that the share of dark modules is away from half
 * (ISO/IEC 18004:2015, 7.8.3.1, table 11); exactly 45 % or 55 % costs nothing yet.
 */
export function balancePenalty(base: Int32Array, mask: Int32Array, offset: number, lanes: Lanes): number {
  const { size, rowWords, stride } = lanes
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
      const a = base[i]! ^ mask[m]!
      const b = base[i + 1]! ^ mask[m + 1]!
      const c = base[i + 2]! ^ mask[m + 2]!
      const d = base[i + 3]! ^ mask[m + 3]!
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
