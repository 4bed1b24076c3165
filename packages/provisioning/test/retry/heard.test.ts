import { expect, test } from 'vitest'
import { heard } from '../../src/retry/heard.ts'

test('the error of a listener stays with it', () => {
  expect(() =>
    heard(() => {
      throw new Error('of the caller')
    }),
  ).not.toThrow()
})
