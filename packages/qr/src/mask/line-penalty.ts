import { LINES_AROUND, type Lanes } from './lanes.ts'
import { carry, popcount, weigh } from './popcount.ts'

/**
 * Penalties N1 and N2 (ISO/IEC 18004:2015, 7.8.3.1, table 11) of a symbol and a mask with their edges: 3 for each run
 * of 5 modules of one colour in a row or column and 1 for each module more; 3 for each block of 2 × 2 modules of
 * one colour.
 *
 * Bits are added up in bit-sliced counters, several lines at a time, since counting those of each word is slower.
 * A side of a symbol is 1 and a multiple of 4 (5.3.1).
 */
export function linePenalty(
  lines: Int32Array,
  mask: Int32Array,
  { size, words, stride, along, across }: Lanes,
): number {
  let ones = 0
  let twos = 0
  let fours = 0
  let eights = 0
  let sixteens = 0
  let ones3 = 0
  let twos3 = 0
  let fours3 = 0
  let eights3 = 0
  let penalty = 0
  for (let word = 0; word < words; word++) {
    const first = word * stride + LINES_AROUND
    const last = first + size - 1
    // A run of n modules has n − 4 lines at which the last 5 modules are alike, and one beginning among them: its
    // penalty n − 2 is the number of lines plus twice the number of beginnings. Of the four lines before, the
    // variables hold where the last is like the one before it, where these two end three lines that are alike, and
    // where they end five.
    let like = 0
    let threeA = 0
    let threeB = 0
    let five = 0
    for (let i = along + first; i < along + last;) {
      const like1 = lines[++i]! ^ mask[i]!
      const like2 = lines[++i]! ^ mask[i]!
      const like3 = lines[++i]! ^ mask[i]!
      const like4 = lines[++i]! ^ mask[i]!
      const three1 = like & like1
      const three2 = like1 & like2
      const five1 = threeA & three1
      const five2 = threeB & three2
      threeA = like2 & like3
      threeB = like3 & like4
      const five3 = three1 & threeA
      const five4 = three2 & threeB
      // At least four lines without a run of five lie between two such runs, so at most one begins here.
      const begins = (five1 | five2 | five3 | five4) & ~five
      like = like4
      five = five4
      const twoA = carry(five1, five2, ones)
      ones ^= five1 ^ five2
      const twoB = carry(five3, five4, ones)
      ones ^= five3 ^ five4
      const fourA = carry(twoA, twoB, begins)
      const two = twoA ^ twoB ^ begins
      const fourB = twos & two
      twos ^= two
      const eight = carry(fourA, fourB, fours)
      fours ^= fourA ^ fourB
      const sixteen = eights & eight
      eights ^= eight
      const over = sixteens & sixteen
      sixteens ^= sixteen
      if (over !== 0) penalty += 32 * popcount(over)
    }
    if (32 * word >= size - 1) continue
    // Where a module is like the next of its row.
    let beside = lines[across + first]! ^ mask[across + first]!
    for (let i = first; i < last;) {
      const beside1 = lines[across + ++i]! ^ mask[across + i]!
      const block1 = (lines[along + i]! ^ mask[along + i]!) & beside & beside1
      beside = lines[across + ++i]! ^ mask[across + i]!
      const block2 = (lines[along + i]! ^ mask[along + i]!) & beside1 & beside
      const two = carry(block1, block2, ones3)
      ones3 ^= block1 ^ block2
      const four = twos3 & two
      twos3 ^= two
      const eight = fours3 & four
      fours3 ^= four
      const over = eights3 & eight
      eights3 ^= eight
      if (over !== 0) penalty += 48 * popcount(over)
    }
  }
  return (
    penalty +
    weigh(ones, twos, fours, eights) +
    16 * popcount(sixteens) +
    3 * weigh(ones3, twos3, fours3, eights3)
  )
}
