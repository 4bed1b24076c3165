import { lanesBelow, LINES_AROUND, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'

/**
 * Penalties N1 and N2 (ISO/IEC 18004:2015, 7.8.3.1, table 11): 3 for each run of 5 modules of one colour in a
 * row or column and 1 for each module more; 3 for each block of 2 × 2 modules of one colour.
 *
 * A run of n gives n − 4 lines where the last 5 are alike, the first of which begins it: n − 2 is that and 2
 * more. A block is 1 and 2 more. So each line has two bits of weight 1 and two of weight 2 in every lane. They
 * are added up, two lines at a time, in bit-sliced counters, since counting the bits of each word is slower.
 */
export function linePenalty(lines: Int32Array, mask: Int32Array, { size, words, stride }: Lanes): number {
  let ones = 0
  let twos = 0
  let fours = 0
  let eights = 0
  let sixteens = 0
  let penalty = 0
  for (let word = 0; word < words; word++) {
    const used = lanesBelow(2 * size, word)
    // The first module of a block is in a row, and not the last there.
    const inBlock = lanesBelow(size - 1, word)
    let i = word * stride + LINES_AROUND
    const end = i + size
    // Of earlier lines: the line itself, where it differs from the next lane, where it is like the one before,
    // where three lines are alike (of two lines), and where five are.
    let line = lines[i]! ^ mask[i]!
    let apart = line ^ ((line << 1) | ((lines[i + stride]! ^ mask[i + stride]!) >>> 31))
    let like = 0
    let threeOne = 0
    let threeTwo = 0
    let five = 0
    while (++i < end) {
      const line1 = lines[i]! ^ mask[i]!
      const apart1 = line1 ^ ((line1 << 1) | ((lines[i + stride]! ^ mask[i + stride]!) >>> 31))
      const like1 = ~(line ^ line1) & used
      const three1 = like & like1
      const five1 = three1 & threeTwo
      const begins1 = five1 & ~five
      const block1 = like1 & ~(apart | apart1) & inBlock
      i++
      line = lines[i]! ^ mask[i]!
      apart = line ^ ((line << 1) | ((lines[i + stride]! ^ mask[i + stride]!) >>> 31))
      like = ~(line1 ^ line) & used
      const three2 = like1 & like
      five = three2 & threeOne
      const begins2 = five & ~five1
      const block2 = like & ~(apart1 | apart) & inBlock
      threeTwo = three1
      threeOne = three2
      const twoA = carry(five1, five, ones)
      ones ^= five1 ^ five
      const twoB = carry(block1, block2, ones)
      ones ^= block1 ^ block2
      const fourA = carry(begins1, begins2, twos)
      twos ^= begins1 ^ begins2
      const fourB = carry(block1, block2, twos)
      twos ^= block1 ^ block2
      const fourC = carry(twoA, twoB, twos)
      twos ^= twoA ^ twoB
      const eightA = carry(fourA, fourB, fours)
      fours ^= fourA ^ fourB
      const eightB = fours & fourC
      fours ^= fourC
      const sixteen = carry(eightA, eightB, eights)
      eights ^= eightA ^ eightB
      const over = sixteens & sixteen
      sixteens ^= sixteen
      if (over !== 0) penalty += 32 * popcount(over)
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

/** What a full adder of three bits hands on; the sum it keeps is their exclusive or. */
function carry(a: number, b: number, c: number): number {
  return (a & b) | ((a ^ b) & c)
}
