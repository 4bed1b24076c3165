import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellsOf, endsInsideQuotes } from '../../src/text/quotes.ts'

const cell = fc.stringMatching(/^[ a"',;\n]{0,6}$/)
const written = (text: string, delimiter: string): string =>
  text.includes('"') || text.includes(delimiter) || text.includes('\n')
    ? `"${text.replaceAll('"', '""')}"`
    : text

test('cells are what csv-parse makes of them', () => {
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(',', ';', '\t', '|'),
      (cells, delimiter) => {
        const record = cells.map((text) => written(text, delimiter)).join(delimiter)
        // csv-parse skips an empty line.
        fc.pre(record.trim() !== '')
        expect(cellsOf(record, delimiter)).toEqual(cells)
        expect(parse(record, { delimiter })).toEqual([cells])
      },
    ),
  )
})

test('a quote inside a cell is text', () => {
  expect(cellsOf('a 5" display,b', ',')).toEqual(['a 5" display', 'b'])
  expect(endsInsideQuotes('a 5" display,b', ',', false)).toBe(false)
})

test.each([
  ['"a', false, true],
  ['"a"', false, false],
  ['"a""', false, true],
  ['x,"a', false, true],
  ['end",b', true, false],
  ['end","again', true, true],
  ['no quotes', true, true],
])('%j, begun %j inside quotes, ends %j inside them', (line, open, expected) => {
  expect(endsInsideQuotes(line, ',', open)).toBe(expected)
})

test('a cell whose quote is never closed still has its text', () => {
  expect(cellsOf('a,"b', ',')).toEqual(['a', 'b'])
})
