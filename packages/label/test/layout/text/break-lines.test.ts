import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breakLines } from '../../../src/layout/text/break-lines.ts'

const measured = (text: string) => Array.from(text, (character) => ({ character, advance: 1 }))
const broken = (text: string, room: number, most = 20) => breakLines(measured(text), room, most)

describe('a line ends', () => {
  test.each([
    ['at a blank, which is left out', 'ab cd ef', 5, ['ab cd', 'ef']],
    ['at several blanks', 'ab   cd', 3, ['ab', 'cd']],
    ['at a blank just behind the room', 'abcde fg', 5, ['abcde', 'fg']],
    ['at a thin space between groups', '70B3\u2009D57E', 6, ['70B3', 'D57E']],
    ['behind a hyphen', '26W47-00421', 8, ['26W47-', '00421']],
    ['behind a slash', 'model/variant', 9, ['model/', 'variant']],
    ['anywhere in a word without these', 'ABCDEFGH', 3, ['ABC', 'DEF', 'GH']],
    ['anywhere only in a line that has no other place', 'a BCDEFGH', 4, ['a', 'BCDE', 'FGH']],
    ['not at a no-break space', 'ab\u00A0cd', 3, ['ab\u00A0', 'cd']],
    ['not within a character of two units', '🔧🔧🔧', 2, ['🔧🔧', '🔧']],
  ])('%s', (_, text, room, lines) => {
    expect(broken(text, room)).toEqual(lines)
  })
})

test('a text that takes more lines than there are is not cut off', () => {
  expect(broken('ab cd ef', 2, 3)).toEqual(['ab', 'cd', 'ef'])
  expect(broken('ab cd ef', 2, 2)).toBeUndefined()
})

test('a character that is wider than the room fits no line', () => {
  expect(breakLines([{ character: 'W', advance: 9 }], 8, 20)).toBeUndefined()
})

test('whatever the text, every line fits and nothing but blanks is lost', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '/', ' ', '\u2009'), maxLength: 60 })
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 12 }), (text, room) => {
      const lines = broken(text, room, 100)!
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(room)
      expect(lines.join('').replace(/[ \u2009]/g, '')).toBe(text.replace(/[ \u2009]/g, ''))
    }),
    { numRuns: 300 },
  )
})
