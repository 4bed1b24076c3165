import { expect, test } from 'vitest'
import { labelsAcross } from '../../src/layout/across.ts'
import { createLabeller, defaultTemplate } from '../../src/index.ts'
import { CODE, FIELDS } from '../samples.ts'

const label = { width: 25.4, height: 12.7 }

test.each([
  [203, { width: 623, height: 102, lefts: [0, 210, 420] }],
  [300, { width: 920, height: 150, lefts: [0, 310, 620] }],
  [600, { width: 1839, height: 300, lefts: [0, 620, 1239] }],
])('labels lie side by side at %i dpi, each at the dot that is nearest', (dpi, expected) => {
  expect(labelsAcross(label, { columns: 3, columnGap: 0.83 }, dpi)).toEqual({ widthMm: 77.86, ...expected })
})

test('a row of one label is as large as the label that is drawn', () => {
  const { width, height } = createLabeller(defaultTemplate, { dpi: 300 }).draw(CODE, FIELDS)
  expect(labelsAcross(defaultTemplate.stock, { columns: 1, columnGap: 9 }, 300)).toMatchObject({
    width,
    height,
    widthMm: defaultTemplate.stock.width,
    lefts: [0],
  })
})
