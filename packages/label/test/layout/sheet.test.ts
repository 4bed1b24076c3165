import { presets, type Sheet, sheetPlaces, type Template } from '@claimtag/label'
import { expect, test } from 'vitest'
import { thrownBy } from '../samples.ts'

const letter = presets['sheet-letter-5160']!

test('places go row by row and on to the next page', () => {
  const place = sheetPlaces(letter)
  expect(place(0)).toEqual({ page: 0, x: 4.76, y: 12.7 })
  expect(place(4)).toMatchObject({ page: 0, x: 4.76 + 66.68 + 3.17, y: 12.7 + 25.4 })
  expect(place(29)).toMatchObject({ page: 0 })
  expect(place(30)).toEqual({ page: 1, x: 4.76, y: 12.7 })
})

test('a start skips places of the first page only, an offset moves all', () => {
  const place = sheetPlaces(letter, { start: 29, offset: { x: 1, y: -0.5 } })
  expect(place(1)).toMatchObject({ page: 0, x: 4.76 + 2 * (66.68 + 3.17) + 1 })
  expect(place(2)).toEqual({ page: 1, x: 5.76, y: 12.2 })
})

test.each([
  ['sheet-a4-l7160', 21],
  ['sheet-a4-l7636', 48],
  ['sheet-letter-5160', 30],
  ['sheet-letter-5167', 80],
])('%s has %i places inside its page, with equal margins', (name, count) => {
  const { sheet, stock } = presets[name]!
  const place = sheetPlaces(presets[name]!)
  const last = place(count - 1)
  expect(last.page).toBe(0)
  expect(place(count).page).toBe(1)
  expect(sheet!.page.width - last.x - stock.width).toBeCloseTo(sheet!.left, 1)
  expect(sheet!.page.height - last.y - stock.height).toBeCloseTo(sheet!.top, 1)
})

const withSheet = (change: Partial<Sheet>): Template => ({
  ...letter,
  sheet: { ...letter.sheet!, ...change },
})

test.each([
  [withSheet({ columns: 4 }), { code: 'sheet-too-wide', nearest: { property: 'columns', value: 3 } }],
  [withSheet({ rows: 12 }), { code: 'sheet-too-high', nearest: { property: 'rows', value: 10 } }],
  [presets['device-50x25']!, { code: 'no-sheet' }],
])('a grid that does not fit its page is refused with what does', (template, issue) => {
  expect(thrownBy(() => sheetPlaces(template))).toMatchObject(issue)
})

test('a page that takes no label at all has no nearest grid', () => {
  const wide = { ...withSheet({}), stock: { ...letter.stock, width: 300 } }
  const high = { ...withSheet({ columns: 1 }), stock: { ...letter.stock, height: 300 } }
  for (const [template, code] of [
    [wide, 'sheet-too-wide'],
    [high, 'sheet-too-high'],
  ] as const) {
    const issue = thrownBy(() => sheetPlaces(template))
    expect(issue).toMatchObject({ code })
    expect(issue).not.toHaveProperty('nearest')
  }
})

test.each([0, 31, 1.5])('no place %f', (start) => {
  expect(thrownBy(() => sheetPlaces(letter, { start }))).toMatchObject({ code: 'start-off-sheet', start })
})
