import { defaultTemplate, presets, type Template } from '@claimtag/label'
import { expect, test } from 'vitest'
import { checkPages, createPagePlaces, sheetOf } from '../../src/render/page-place.ts'

// 3 × 7 places.
const sheet = presets['sheet-a4-l7160'] as Template

test.each([
  [0, 'labels-00001.pdf', 0, 1, 20],
  [1, 'labels-00001.pdf', 1, 1, 21],
  [2, 'labels-00001.pdf', 2, 2, 1],
  [24, 'labels-00001.pdf', 24, 3, 2],
  [25, 'labels-00002.pdf', 0, 1, 1],
  [46, 'labels-00002.pdf', 21, 2, 1],
  [2_500_000, 'labels-100001.pdf', 0, 1, 1],
])('label %d of volumes of 25 from place 20 on goes to %s', (label, file, index, page, place) => {
  const placeOf = createPagePlaces(sheet, { volume: 25, sheet: { start: 20 } })
  expect(placeOf(label)).toMatchObject({ file, index, page, place })
})

test('one PDF has all labels, and a page for each where there is no sheet', () => {
  const placeOf = createPagePlaces(defaultTemplate, { volume: undefined, sheet: {} })
  expect(placeOf(12_345)).toEqual({ volume: 0, file: 'labels.pdf', index: 12_345, page: 12_346, place: 1 })
})

test('only the first sheet of all was begun; marks and offset are for all', () => {
  const plan = { volume: 25, sheet: { start: 20, cutMarks: true, offset: { x: 1, y: 0 } } }
  expect(sheetOf(0, plan)).toEqual(plan.sheet)
  expect(sheetOf(1, plan)).toEqual({ ...plan.sheet, start: 1 })
})

const check = (labels: number, volume?: number) => (): void =>
  checkPages(defaultTemplate, labels, { volume, sheet: {} })

test('more labels than a PDF takes have to go into volumes', () => {
  const refused = expect.objectContaining({ code: 'too-many-pages' }) as Error
  expect(check(1_000_000)).not.toThrow()
  expect(check(1_000_001)).toThrow(refused)
  expect(check(10_000_000, 10_000)).not.toThrow()
  expect(check(10_000_000, 2_000_000)).toThrow(refused)
})
