import { LINES_BEFORE, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'
import type { Masks, Unmasked } from './unmasked.ts'

/**
 * Penalties N1 and N3 of one mask, in rows and columns (ISO/IEC 18004:2015, 7.8.3.1, table 11):
 * 3 for each run of 5 modules of one colour and 1 for each module more; 40 for each finder-like pattern of
 * one module a unit, and wider ones are left to `wideFinderPenalty`.
 *
 * `down ^ masks.down` says for each lane whether a module is like the one in the line before. A run of n gives
 * n − 4 bits where the last 5 are alike, the first of which begins it: n − 2 = (n − 4) + 2. The bits are added
 * up in bit-sliced counters, four lines at a time, since counting the bits of each word is slower.
 */
export function linePenalty(symbol: Unmasked, masks: Masks, mask: number, lanes: Lanes): number {
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
    // Of earlier lines, numbered from the last: like the line before; three alike; five alike; and any
    // two of three differing neighbours alike.
    let likeA = 0
    let likeB = 0
    let threeA = 0
    let threeB = 0
    let threeC = 0
    let fiveA = 0
    let anyA = 0
    let anyB = 0
    let anyC = 0
    let anyD = 0
    let anyE = 0
    const begin = word * stride + LINES_BEFORE
    const end = begin + size
    for (let i = begin; i < end; i += 4) {
      const m = offset + i
      const like0 = down[i]! ^ maskDown[m]!
      const like1 = down[i + 1]! ^ maskDown[m + 1]!
      const like2 = down[i + 2]! ^ maskDown[m + 2]!
      const like3 = down[i + 3]! ^ maskDown[m + 3]!
      const three0 = like0 & likeA
      const three1 = like1 & like0
      const three2 = like2 & like1
      const three3 = like3 & like2
      const any0 = like0 | likeA | likeB
      const any1 = like1 | like0 | likeA
      const any2 = like2 | like1 | like0
      const any3 = like3 | like2 | like1
      // Light, dark, light, three dark, light, dark, light, or the same with colours exchanged.
      const finder0 = threeC & ~(any0 | anyE)
      const finder1 = threeB & ~(any1 | anyD)
      const finder2 = threeA & ~(any2 | anyC)
      const finder3 = three0 & ~(any3 | anyB)
      if ((finder0 | finder1 | finder2 | finder3) !== 0) {
        penalty += finderPenalty(finder0, symbol.lines, masks.changes, i, m)
        penalty += finderPenalty(finder1, symbol.lines, masks.changes, i + 1, m + 1)
        penalty += finderPenalty(finder2, symbol.lines, masks.changes, i + 2, m + 2)
        penalty += finderPenalty(finder3, symbol.lines, masks.changes, i + 3, m + 3)
      }
      // Three alike end here and two lines before: five.
      const five0 = three0 & threeB
      const five1 = three1 & threeA
      const five2 = three2 & three0
      const five3 = three3 & three1
      const begins0 = five0 & ~fiveA
      const begins1 = five1 & ~five0
      const begins2 = five2 & ~five1
      const begins3 = five3 & ~five2
      anyE = anyA
      anyD = any0
      anyC = any1
      anyB = any2
      anyA = any3
      likeB = like2
      likeA = like3
      threeC = three1
      threeB = three2
      threeA = three3
      fiveA = five3
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

/**
 * 40 for each dark-light-dark-light-dark of 1:1:3:1:1 modules with 4 light modules before or after, 80 if on
 * both sides. `found` are the lanes where such a pattern, in either colour and with at least one module around
 * it, ends with the line of word `i`.
 */
function finderPenalty(found: number, lines: Int32Array, changes: Int32Array, i: number, m: number): number {
  if (found === 0) return 0
  const dark =
    found &
    (lines[i - 1]! ^ changes[m - 1]!) &
    (lines[i - 4]! ^ changes[m - 4]!) &
    (lines[i - 7]! ^ changes[m - 7]!)
  if (dark === 0) return 0
  const before =
    (lines[i - 9]! ^ changes[m - 9]!) |
    (lines[i - 10]! ^ changes[m - 10]!) |
    (lines[i - 11]! ^ changes[m - 11]!)
  const after =
    (lines[i + 1]! ^ changes[m + 1]!) | (lines[i + 2]! ^ changes[m + 2]!) | (lines[i + 3]! ^ changes[m + 3]!)
  return 40 * (popcount(dark & ~before) + popcount(dark & ~after))
}
