import { LINES_BEFORE, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'
import type { Masks, Unmasked } from './unmasked.ts'

/**
 * Penalty N1: 3 for each run of 5 modules of one colour in a row or column, 1 for each module more
 * (ISO/IEC 18004:2015, 7.8.3.1, table 11).
 *
 * `down ^ masks.down` says for each lane whether a module is like the one in the line before. A run of n gives
 * n − 4 bits where the last 5 are alike, the first of which begins it: n − 2 = (n − 4) + 2. The bits are added
 * up in bit-sliced counters, four lines at a time, since counting the bits of each word is slower.
 */
export function runPenalty(symbol: Unmasked, masks: Masks, mask: number, lanes: Lanes): number {
  const { size, words, stride } = lanes
  const offset = mask * masks.step
  const down = symbol.down
  const maskDown = masks.down
  let ones = 0
  let twos = 0
  let fours = 0
  let eights = 0
  let sixteens = 0
  let penalty = 0
  for (let word = 0; word < words; word++) {
    let like = 0
    let three = 0
    let threeBefore = 0
    let five = 0
    const begin = word * stride + LINES_BEFORE
    const end = begin + size
    for (let i = begin; i < end; i += 4) {
      const m = offset + i
      const like0 = down[i]! ^ maskDown[m]!
      const like1 = down[i + 1]! ^ maskDown[m + 1]!
      const like2 = down[i + 2]! ^ maskDown[m + 2]!
      const like3 = down[i + 3]! ^ maskDown[m + 3]!
      const three0 = like0 & like
      const three1 = like1 & like0
      const three2 = like2 & like1
      const three3 = like3 & like2
      // Three alike end here and two lines before: five.
      const five0 = three0 & threeBefore
      const five1 = three1 & three
      const five2 = three2 & three0
      const five3 = three3 & three1
      const begins0 = five0 & ~five
      const begins1 = five1 & ~five0
      const begins2 = five2 & ~five1
      const begins3 = five3 & ~five2
      like = like3
      threeBefore = three2
      three = three3
      five = five3
      // Full adders: a + b + c = (a ^ b ^ c) + 2 × ((a & b) | ((a ^ b) & c)).
      let half = five0 ^ five1
      const twoA = (five0 & five1) | (half & ones)
      ones ^= half
      half = five2 ^ five3
      const twoB = (five2 & five3) | (half & ones)
      ones ^= half
      half = begins0 ^ begins1
      const fourA = (begins0 & begins1) | (half & twos)
      twos ^= half
      half = begins2 ^ begins3
      const fourB = (begins2 & begins3) | (half & twos)
      twos ^= half
      half = twoA ^ twoB
      const fourC = (twoA & twoB) | (half & twos)
      twos ^= half
      half = fourA ^ fourB
      const eightA = (fourA & fourB) | (half & fours)
      fours ^= half
      const eightB = fourC & fours
      fours ^= fourC
      half = eightA ^ eightB
      const sixteen = (eightA & eightB) | (half & eights)
      eights ^= half
      const carry = sixteen & sixteens
      sixteens ^= sixteen
      if (carry !== 0) penalty += 32 * popcount(carry)
    }
  }
  return (
    penalty +
    popcount(ones) +
    2 * popcount(twos) +
    4 * popcount(fours) +
    8 * popcount(eights) +
    16 * popcount(sixteens)
  )
}
