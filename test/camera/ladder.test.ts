import { expect, test } from 'vitest'
import { type LensName, tryViews } from './rates.ts'

// The full tables are those of `npm run bench -- camera`; these are their edges, on a part of a frame.
const SIZE = { width: 520, height: 520 }

test.each<[LensName, number]>([
  ['sharp', 1.75],
  ['soft', 2.5],
  ['dim', 3],
])('%s, %f pixels a module: read within five frames', async (lens, pixelsPerModule) => {
  const { ladder } = await tryViews({ size: SIZE, lens, pixelsPerModule, views: 10, frames: 5 }, ['ladder'])
  expect(ladder.read).toBeGreaterThanOrEqual(lens === 'sharp' ? 10 : 9)
  expect(ladder.wrong).toBe(0)
})

// Sharpening reads the soft ones, and enlarging the dim ones: each of the ladder's ways is worth its time.
test.each<[LensName, number, number, number]>([
  ['sharp', 1.5, 9, 8],
  ['soft', 2.25, 8, 2],
  ['dim', 2, 8, 2],
])(
  '%s, %f pixels a module: at least %i of 10, by the middle alone at most %i',
  async (lens, pixelsPerModule, least, most) => {
    const trial = { size: SIZE, lens, pixelsPerModule, views: 10, frames: 3 }
    const { ladder, middle } = await tryViews(trial, ['ladder', 'middle'])
    expect(ladder.read).toBeGreaterThanOrEqual(least)
    expect(middle.read).toBeLessThanOrEqual(most)
    expect(ladder.wrong + middle.wrong).toBe(0)
  },
)
