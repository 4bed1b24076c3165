import { createLabeller, contentOf, templateFields, usesDate, withDate } from '@claimtag/label'
import { describe, expect, test } from 'vitest'
import { CODE, FIELDS, templateWith, text, thrownBy } from '../samples.ts'

const dated = (written: string, date = '2026-11-28') =>
  contentOf(
    createLabeller(withDate(templateWith(text({ text: written, width: 34, lines: 2, size: 1 })), date), {
      dpi: 300,
    }).place(CODE, FIELDS),
  ).texts.join('')

describe('a date is written', () => {
  test.each([
    ['{date:YYYY-MM-DD}', '2026-11-28'],
    ['{date:DD.MM.YY}', '28.11.26'],
    ['{date:D/M/YYYY}', '28/11/2026'],
    ['{ date:YYYY[/]DDD }', '2026/332'],
    ['{date:GG[W]WW}', '26W48'],
    ['{date:[Made] YYYY}', 'Made 2026'],
    ['{date:[S]MM} {serialNumber}', 'S11 26W47-00421'],
    ['{{date:YYYY}}', '{date:YYYY}'],
  ])('%s', (written, shown) => {
    expect(dated(written)).toBe(shown)
  })

  test.each([
    ['2027-01-01', '2026 53'],
    ['2026-01-01', '2026 01'],
    ['2024-12-30', '2025 01'],
    ['2025-12-28', '2025 52'],
    ['2028-02-29', '2028 09'],
  ])('with the week of ISO 8601: %s', (date, week) => {
    expect(dated('{date:GGGG WW}', date)).toBe(week)
  })
})

test.each(['2026-02-29', '28.11.2026', '2026-13-01', '2026-11-28T10:00', ''])('%s is no date', (date) => {
  expect(thrownBy(() => dated('{date:YYYY}', date))).toMatchObject({ code: 'bad-date', date })
})

test('letters that stand for nothing are refused, not printed', () => {
  expect(thrownBy(() => dated('{date:YYYY-mm}'))).toMatchObject({
    code: 'bad-date-format',
    element: 'words (text)',
    token: 'mm',
  })
  expect(thrownBy(() => dated('{date:YYYYMMDDHH}'))).toMatchObject({ token: 'HH' })
})

test('a template without its date makes no label', () => {
  const template = templateWith(text({ text: 'Made {date:YYYY}' }))
  expect(usesDate(template)).toBe(true)
  expect(usesDate(withDate(template, '2026-11-28'))).toBe(false)
  expect(templateFields(template)).toEqual([])
  expect(thrownBy(() => createLabeller(template, { dpi: 300 }))).toMatchObject({ code: 'undated' })
})

test('a column called date is a field as any other', () => {
  const template = templateWith(text({ text: '{date}' }))
  expect(usesDate(template)).toBe(false)
  expect(templateFields(template)).toEqual(['date'])
  const values = { ...FIELDS, date: '1.2.26' }
  expect(contentOf(createLabeller(template, { dpi: 300 }).place(CODE, values)).texts).toEqual(['1.2.26'])
})

test('the date in a code of its own is filled in, too', () => {
  const [, code] = withDate(
    templateWith({ type: 'qr', id: 'public', x: 26, y: 0, size: 20, text: 'https://x.example/{date:YYYY}' }),
    '2026-11-28',
  ).elements
  expect(code).toMatchObject({ text: 'https://x.example/2026' })
})
