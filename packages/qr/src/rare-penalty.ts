import { lanesBelow, LINES_AROUND, type Lanes } from './lanes.ts'
import { popcount } from './popcount.ts'

/**
 * What is nearly always 0 (ISO/IEC 18004:2015, 7.8.3.1, table 11): the rest of penalty N3, which is the ratio
 * 1:1:3:1:1 in units of two modules or more, since the standard sets no size; and penalty N4, 10 for each full
 * 5 % that the share of dark modules is away from half, where exactly 45 % or 55 % costs nothing yet.
 */
export function rarePenalty(lines: Int32Array, mask: Int32Array, { size, words, stride }: Lanes): number {
  let found = 0
  let dark = 0
  for (let word = 0; word < words; word++) {
    const inRow = lanesBelow(size, word)
    const begin = word * stride + LINES_AROUND
    // Where the last two, three … six lines are dark, and where six were and then one is light.
    let one = 0
    let two = 0
    let three = 0
    let four = 0
    let five = 0
    let six = 0
    let ended = 0
    for (let y = 0; y < size; y++) {
      const line = lines[begin + y]! ^ mask[begin + y]!
      dark += popcount(line & inRow)
      for (let lanes = ended & ~line; lanes !== 0; lanes &= lanes - 1) {
        const lane = lanes & -lanes
        found += quietSides((at) => ((lines[begin + at]! ^ mask[begin + at]!) & lane) !== 0, y - 2, size)
      }
      ended = six & ~line
      six = five & line
      five = four & line
      four = three & line
      three = two & line
      two = one & line
      one = line
    }
  }
  const total = size * size
  return 40 * found + 10 * Math.max(0, Math.ceil(Math.abs(20 * dark - 10 * total) / total) - 1)
}

/** Quiet sides of the pattern whose long dark run ends in line `last`, if there is one. */
function quietSides(isDark: (y: number) => boolean, last: number, size: number): number {
  const all = (from: number, length: number, dark: boolean): boolean => {
    for (let y = from; y < from + length; y++) if ((y >= 0 && y < size && isDark(y)) !== dark) return false
    return true
  }
  let long = 6
  while (all(last - long, 1, true)) long++
  const unit = long / 3
  const start = last + 1 - 5 * unit
  // Light, dark, light before the long run, and the same after it.
  const isPattern =
    unit % 1 === 0 &&
    [-1, 0, 1, 5, 6, 7].every((place) => all(start + place * unit, unit, place === 0 || place === 6))
  if (!isPattern) return 0
  return (all(start - 4 * unit, 3 * unit, false) ? 1 : 0) + (all(start + 8 * unit, 3 * unit, false) ? 1 : 0)
}
