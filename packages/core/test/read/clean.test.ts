import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { clean } from '../../src/read/clean.ts'
import { isClean } from '../../src/read/is-clean.ts'

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
    '\u0000',
    '\u001D',
    '\u00A0',
    '\u200B',
    '\u2019',
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

test.each([
  ['spaces and line ends', ' \t\r\n', true],
  ['what frames a transmission: NUL, STX, ETX, EOT, GS', '\u0000\u0002\u0003\u0004\u001D', true],
  ['delete and the controls after it', '\u007F\u0085', true],
  ['no-break and zero-width spaces', '\u00A0\u2007\u202F\u200B\u2060\u3000', true],
  ['ends of lines and paragraphs, marks of direction', '\u2028\u2029\u200E\u202C\u00AD', true],
  ['a byte order mark at the end', '\uFEFF', true],
  ['what is seen', '\u00A1\u2010\u2019\u2027\u20AC', false],
])('%s', (_, characters, isTaken) => {
  for (const one of Array.from(characters)) {
    expect([one, clean(`A${one}`)]).toEqual([
      one,
      isTaken
        ? { text: 'A', offset: 0, warnings: [{ code: 'surrounding-space', position: 1 }] }
        : { text: `A${one}`, offset: 0, warnings: [] },
    ])
  }
})
