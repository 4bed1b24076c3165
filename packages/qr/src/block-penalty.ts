import { LINES_BEFORE, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'
import type { Masks, Unmasked } from './unmasked.ts'

/**
 * Penalty N2: 3 for each block of 2 × 2 modules of one colour, overlapping ones included
 * (ISO/IEC 18004:2015, 7.8.3.1, table 11). Counted in the rows only, with counters as in `runPenalty`.
 */
export function blockPenalty(symbol: Unmasked, masks: Masks, mask: number, lanes: Lanes): number {
  const { size, rowWords, stride } = lanes
  const offset = mask * masks.step
  const { down, across } = symbol
  const { down: maskDown, across: maskAcross } = masks
  let ones = 0
  let twos = 0
  let fours = 0
  let eights = 0
  let blocks = 0
  for (let word = 0; word < rowWords; word++) {
    const begin = word * stride + LINES_BEFORE
    const end = begin + size
    let pair = 0
    for (let i = begin; i < end; i += 4) {
      const m = offset + i
      const pair0 = across[i]! ^ maskAcross[m]!
      const pair1 = across[i + 1]! ^ maskAcross[m + 1]!
      const pair2 = across[i + 2]! ^ maskAcross[m + 2]!
      const pair3 = across[i + 3]! ^ maskAcross[m + 3]!
      const block0 = (down[i]! ^ maskDown[m]!) & pair & pair0
      const block1 = (down[i + 1]! ^ maskDown[m + 1]!) & pair0 & pair1
      const block2 = (down[i + 2]! ^ maskDown[m + 2]!) & pair1 & pair2
      const block3 = (down[i + 3]! ^ maskDown[m + 3]!) & pair2 & pair3
      pair = pair3
      let half = block0 ^ block1
      const twoA = (block0 & block1) | (half & ones)
      ones ^= half
      half = block2 ^ block3
      const twoB = (block2 & block3) | (half & ones)
      ones ^= half
      half = twoA ^ twoB
      const four = (twoA & twoB) | (half & twos)
      twos ^= half
      const eight = four & fours
      fours ^= four
      const carry = eight & eights
      eights ^= eight
      if (carry !== 0) blocks += 16 * popcount(carry)
    }
  }
  return 3 * (blocks + popcount(ones) + 2 * popcount(twos) + 4 * popcount(fours) + 8 * popcount(eights))
}
