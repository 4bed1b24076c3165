import { expect, test } from 'vitest'
import { createTextHash } from '../../../src/preflight/compact/text-hash.ts'

test('texts that differ little hash to different keys, in either half', () => {
  const hash = createTextHash([1, 2])
  const highs = new Set<number>()
  const lows = new Set<number>()
  const count = 20_000
  for (let i = 0; i < count; i++) {
    const { high, low } = hash(`token-${i}`)
    highs.add(high)
    lows.add(low)
  }
  // Of 20,000 random 32-bit numbers, 0.05 pairs collide on average.
  expect(highs.size).toBeGreaterThan(count - 4)
  expect(lows.size).toBeGreaterThan(count - 4)
})

test('the seeds decide', () => {
  expect(createTextHash([1, 2])('token')).not.toEqual(createTextHash([1, 3])('token'))
  expect(createTextHash([1, 2])('token')).not.toEqual(createTextHash([2, 2])('token'))
  expect(createTextHash([1, 2])('token')).toEqual(createTextHash([1, 2])('token'))
})
