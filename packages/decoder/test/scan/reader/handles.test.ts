import { expect, test } from 'vitest'
import { createHandles } from '../../../src/scan/reader/handles.ts'

test('the four that C++ knows have their numbers, and stay', () => {
  const { hold, letGo, value } = createHandles()
  const constants = [undefined, null, true, false]
  expect(constants.map(hold)).toEqual([2, 4, 6, 8])
  letGo(6)
  expect(value(6)).toBe(true)
})

test('a value is there until it was let go as often as it was held', () => {
  const { hold, holdAgain, letGo, value } = createHandles()
  const handle = hold('one')
  holdAgain(handle)
  letGo(handle)
  expect(value(handle)).toBe('one')
  letGo(handle)
  expect(value(handle)).toBeUndefined()
  expect(hold('another')).not.toBe(handle)
})
