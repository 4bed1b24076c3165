import { expect, test } from 'vitest'
import { agreeing, count, counted } from '@claimtag/core'

test('numbers have separators', () => {
  expect(count(1_234_567)).toBe('1,234,567')
  for (const number of [0, 7, 100, 999, 1000, 65_536, 100_000, Number.MAX_SAFE_INTEGER, -1, -1000, -123_456])
    expect(count(number)).toBe(number.toLocaleString('en-US'))
})

test.each([
  [0, '0 labels are'],
  [1, '1 label is'],
  [2, '2 labels are'],
  [12_345, '12,345 labels are'],
])('%i has the noun and the verb that go with it', (number, words) => {
  expect(`${counted(number, 'label')} ${agreeing(number, 'is', 'are')}`).toBe(words)
})
