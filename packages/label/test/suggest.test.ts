import { planLabel, suggestStock, templateForStock } from '@claimtag/label'
import { expect, test } from 'vitest'
import { CODE, FIELDS, thrownBy } from './samples.ts'

const names = (dpi: number): string[] =>
  suggestStock({ dpi, text: CODE, fields: FIELDS }).map(({ template }) => template)

test('suggests the smallest stock without a warning first', () => {
  expect(names(203)[0]).toBe('device-50x25')
  expect(names(600)[0]).toBe('device-25x12')
  expect(names(203)).not.toContain('device-25x12')
})

test('nothing is suggested for what fits nowhere', () => {
  expect(suggestStock({ dpi: 203, text: 'x'.repeat(2000), fields: FIELDS })).toEqual([])
})

test.each([
  [25, 25],
  [30, 30],
  [60, 40],
  [76, 51],
  [102, 152],
  [38, 90],
])('any stock gets a label: %i × %i mm', (width, height) => {
  const plan = planLabel(templateForStock(width, height), { dpi: 203, text: CODE, fields: FIELDS })
  expect(plan).toMatchObject({ width, height })
  expect(plan.symbols[0]!.dotsPerModule).toBeGreaterThanOrEqual(3)
  expect(plan.texts.length).toBeGreaterThanOrEqual(2)
})

test('but not every stock can be printed on', () => {
  const issue = thrownBy(() => planLabel(templateForStock(12, 12), { dpi: 203, text: CODE, fields: FIELDS }))
  expect(issue).toMatchObject({ code: 'symbol-too-small' })
})
