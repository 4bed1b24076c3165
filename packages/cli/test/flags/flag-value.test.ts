import { expect, test } from 'vitest'
import { text, texts, wholeNumber } from '../../src/flags/flag-value.ts'
import { UsageError } from '../../src/usage-error.ts'

test('a flag is a text, several, or neither', () => {
  expect([text('a'), text(true), text(undefined), text(['a'])]).toEqual([
    'a',
    undefined,
    undefined,
    undefined,
  ])
  expect([texts(['a', 'b']), texts('a'), texts(undefined)]).toEqual([['a', 'b'], [], []])
})

test.each([
  ['0', 0],
  ['007', 7],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
])('%s is a whole number', (given, number) => {
  expect(wholeNumber('--volume', given)).toBe(number)
})

test.each(['', ' ', ' x', '-1', '1.5', '1e99', '9007199254740993', 'NaN', true, undefined])(
  '%j is none',
  (given) => {
    expect(() => wholeNumber('--volume', given)).toThrow(UsageError)
    expect(() => wholeNumber('--volume', given)).toThrow('--volume needs a whole number.')
  },
)
