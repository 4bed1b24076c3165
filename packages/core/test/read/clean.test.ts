import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { clean, isClean } from '../../src/read/clean.ts'

test('a text is clean when nothing is taken off', () => {
  const pieces = fc.constantFrom(
    '\uFEFF',
    ' ',
    '\t',
    '\r',
    '\n',
    ']Q0',
    ']q6',
    ']Q7',
    ']Q',
    ']',
    'A',
    ':',
    '',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 4 }), (parts) => {
      const text = parts.join('')
      expect(isClean(text)).toBe(clean(text).text === text)
    }),
    { numRuns: 2000 },
  )
})
