import { expect, test } from 'vitest'
import { createNumbers } from '../../../src/preflight/compact/numbers.ts'

test('numbers up to the largest come back, however many there are', () => {
  const numbers = createNumbers()
  const values = Array.from({ length: 5000 }, (_, index) => (index * 0x9e3779b9) >>> 0)
  values.forEach((value, place) => expect(numbers.push(value)).toBe(place))
  values[7] = 0xffffffff
  numbers.set(7, 0xffffffff)
  expect(numbers.length).toBe(5000)
  values.forEach((value, place) => expect(numbers.at(place)).toBe(value))
})
