import { expect, test } from 'vitest'
import { createRowPlaces } from '../../src/render/row-place.ts'

/** Places of labels as `page.place`, with a bar where a print ends. */
function placesOf(columns: number, labels: number, cartonSize?: number): string {
  const placeOf = createRowPlaces(columns, cartonSize)
  return Array.from({ length: labels }, (_, label) => {
    const { page, place, isLast } = placeOf(label, labels)
    return `${page}.${place}${isLast ? '|' : ''}`
  }).join(' ')
}

test('rows are filled from the left, the last one as far as there are labels', () => {
  expect(placesOf(2, 5)).toBe('1.1 1.2| 2.1 2.2| 3.1|')
  expect(placesOf(3, 3)).toBe('1.1 1.2 1.3|')
  expect(placesOf(1, 2)).toBe('1.1| 2.1|')
})

test('the label of a carton is a print between rows', () => {
  expect(placesOf(2, 8, 3)).toBe('1.1 1.2| 2.1| 4.1 4.2| 5.1| 7.1 7.2|')
  expect(placesOf(2, 4, 2)).toBe('1.1 1.2| 3.1 3.2|')
  expect(placesOf(4, 3, 1)).toBe('1.1| 3.1| 5.1|')
})
