import { expect, test } from 'vitest'
import { createPace } from '../../src/watch/pace.ts'

test('three slow frames in a row cost the sharpening, three more the size; nothing is taken back', () => {
  const { note } = createPace()
  expect([81, 81, 80, 81, 81].map(note)).toEqual(Array(5).fill('normal'))
  expect([81, 5, 81, 81].map(note)).toEqual(Array(4).fill('no-sharpening'))
  expect([81, 5, 81, 81, 81, 81, 81].map(note)).toEqual(Array(7).fill('smaller-frames'))
})
