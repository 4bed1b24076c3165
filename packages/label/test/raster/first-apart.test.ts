import { expect, test } from 'vitest'
import { firstApart } from '../../src/raster/first-apart.ts'

test.each([
  [0x00000001, 0],
  [0x80, 0],
  [0x00000100, 1],
  [0x00ff0000, 2],
  [0x01000000, 3],
  [0x80000000 | 0, 3],
  [-1, 0],
])('the first byte that differs in %i is %i', (apart, byte) => {
  expect(firstApart(apart)).toBe(byte)
})
