import { lanesBelow, LINES_AROUND, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'

/**
 * Two penalties that are nearly always 0 (ISO/IEC 18004:2015, 7.8.3.1, table 11). The rest of N3: the ratio
 * 1:1:3:1:1 in units of two modules or more, since the standard sets no size. And N4: 10 for each full 5 % by
 * which the share of dark modules differs from half; exactly 45 % or 55 % still cost nothing.
 */
export function wideFinderAndBalancePenalty(
  lines: Int32Array,
  mask: Int32Array,
  { size, words, stride }: Lanes,
): number {
  let found = 0
  let dark = 0
  for (let word = 0; word < words; word++) {
    const inRow = lanesBelow(size, word)
    const begin = word * stride + LINES_AROUND
    // Where at least 2 light lines are followed by one, two … six or more dark lines and then a light one.
    let light = -1
    let one = 0
    let two = 0
    let three = 0
    let four = 0
    let five = 0
    let six = 0
    let ended = 0
    let before = 0
    for (let y = 0; y < size; y++) {
      const line = lines[begin + y]! ^ mask[begin + y]!
      if (inRow !== 0) dark += popcount(line & inRow)
      for (let lanes = ended & ~line; lanes !== 0; lanes &= lanes - 1) {
        found += quietSides(lines, mask, begin, lanes & -lanes, y - 2, size)
      }
      ended = six & ~line
      six = (five | six) & line
      five = four & line
      four = three & line
      three = two & line
      two = one & line
      one = light & line
      light = ~(before | line)
      before = line
    }
  }
  const total = size * size
  return 40 * found + 10 * Math.max(0, Math.ceil(Math.abs(20 * dark - 10 * total) / total) - 1)
}

/**
 * Quiet sides of the pattern in a lane of a word whose long dark run ends in line `last`, if there is such a pattern.
 * A function of its own, since a closure moves the variables that it captures to the heap.
 */
function quietSides(
  lines: Int32Array,
  mask: Int32Array,
  begin: number,
  lane: number,
  last: number,
  size: number,
): number {
  const isDark = (y: number): boolean =>
    y >= 0 && y < size && ((lines[begin + y]! ^ mask[begin + y]!) & lane) !== 0
  let long = 6
  while (isDark(last - long)) long++
  const unit = long / 3
  if (unit % 1 > 0) return 0
  let before = 1
  let after = 1
  for (let i = -6 * unit; i < 9 * unit; i++) {
    const place = Math.floor(i / unit)
    // The pattern with a light unit on both sides is at the places −3 to 5, the long run at 0 to 2.
    if (isDark(last + 1 - long + i) === ((0b010111010 >>> (place + 3)) & 1) > 0) continue
    if (place < -3) before = 0
    else if (place > 5) after = 0
    else return 0
  }
  return before + after
}
