import { expect, test } from 'vitest'
import { writeEdges } from '../src/mask/edges.ts'
import { finderPenalty } from '../src/mask/finder-penalty.ts'
import { darken, emptyLines, lanesOf } from '../src/mask/lanes.ts'
import { linePenalty } from '../src/mask/line-penalty.ts'
import { wideFinderAndBalancePenalty } from '../src/mask/wide-finder-and-balance-penalty.ts'
import { plainPenalties } from './penalty.ts'
import { seededRandom, type Random } from './random-text.ts'

type Picture = boolean[][]

/** Penalties of a picture, split at random into a "symbol" and a "mask" whose exclusive or it is. */
function penalties(picture: Picture, version: number, random: Random): { n1AndN2: number; n3AndN4: number } {
  const lanes = lanesOf(version)
  const lines = emptyLines(lanes)
  const mask = emptyLines(lanes)
  picture.forEach((row, y) => {
    row.forEach((dark, x) => {
      const changed = random(2) === 1
      if (changed) darken(x, y, mask, lanes)
      if (dark !== changed) darken(x, y, lines, lanes)
    })
  })
  writeEdges(lines, lanes, 0)
  writeEdges(mask, lanes, -1)
  return {
    n1AndN2: linePenalty(lines, mask, lanes),
    n3AndN4: finderPenalty(lines, mask, lanes) + wideFinderAndBalancePenalty(lines, mask, lanes),
  }
}

function randomPicture(size: number, random: Random, darkInEight: number): Picture {
  return Array.from({ length: size }, () => Array.from({ length: size }, () => random(8) < darkInEight))
}

/** Draws 1:1:3:1:1 with a quiet side somewhere, in a row or a column, over the edges too. */
function plantFinder(picture: Picture, random: Random): void {
  const unit = 1 + random(Math.floor(picture.length / 7))
  const lengths = [random(6), 1, 1, 3, 1, 1, random(6)].map(
    (length) => length * unit + (random(12) === 0 ? 1 : 0),
  )
  const line = random(picture.length)
  const sideways = random(2) === 0
  let at = random(picture.length + 8 * unit) - 8 * unit
  lengths.forEach((length, i) => {
    for (const end = at + length; at < end; at++) {
      if (at < 0 || at >= picture.length) continue
      if (sideways) picture[line]![at] = i % 2 === 1
      else picture[at]![line] = i % 2 === 1
    }
  })
}

const SIZES = [1, 2, 3, 4, 5, 7, 11, 19, 27, 40]

test.each(SIZES)('random pictures the size of version %i cost what counting one by one says', (version) => {
  const random = seededRandom(version)
  for (let i = 0; i < 400 / (version + 3); i++) {
    const picture = randomPicture(17 + 4 * version, random, 1 + random(7))
    expect(penalties(picture, version, random)).toEqual(plainPenalties(picture))
  }
})

test.each(SIZES)('finder-like patterns of all sizes are counted in version %i', (version) => {
  const random = seededRandom(100 + version)
  let costly = 0
  for (let i = 0; i < 900 / (version + 3); i++) {
    const size = 17 + 4 * version
    // On light ground patterns survive; on random ground they meet others.
    const picture = randomPicture(size, random, random(2) === 0 ? 0 : 4)
    for (let planted = 0; planted < 12; planted++) plantFinder(picture, random)
    const plain = plainPenalties(picture)
    expect(penalties(picture, version, random)).toEqual(plain)
    if (plain.n3AndN4 > 100) costly++
  }
  expect(costly).toBeGreaterThan(0)
})

test.each(SIZES)(
  'all light, all dark, stripes and boards cost the most there is in version %i',
  (version) => {
    const size = 17 + 4 * version
    const random = seededRandom(200 + version)
    const rules: ((x: number, y: number) => boolean)[] = [
      () => false,
      () => true,
      (x) => x % 2 === 0,
      (_x, y) => y % 2 === 0,
      (x) => x < size / 2,
      (x, y) => (x + y) % 2 === 0,
      (x) => [1, 3, 4, 5, 7].includes(x % 11),
      (_x, y) => [1, 3, 4, 5, 7].includes(y % 12),
    ]
    for (const rule of rules) {
      const picture = Array.from({ length: size }, (_, y) =>
        Array.from({ length: size }, (_none, x) => rule(x, y)),
      )
      expect(penalties(picture, version, random)).toEqual(plainPenalties(picture))
    }
  },
)
