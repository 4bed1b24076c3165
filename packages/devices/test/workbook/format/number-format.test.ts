import { describe, expect, test } from 'vitest'
import { builtInFormat } from '../../../src/workbook/format/built-in-formats.ts'
import { numberFormat } from '../../../src/workbook/format/number-format.ts'

const shown = (code: string, value: number, from1904 = false) => numberFormat(code).show(value, from1904)

// Compared with LibreOffice 7.4 once; where it and Excel differ, Excel counts.
describe('a number is shown as its format says', () => {
  test.each([
    ['00000000', 421, '00000421'],
    ['00000000', 123_456_789, '123456789'],
    ['0.00', 1.1, '1.10'],
    ['0.00', 1.005, '1.01'],
    ['0.00', 2.675, '2.68'],
    ['0.00', -421, '-421.00'],
    ['0', -0.4, '0'],
    ['0', 12_345_678_901_234, '12345678901234'],
    ['#,##0', 1_234_567, '1,234,567'],
    ['0,000', 7, '0,007'],
    ['#,##0.00', 999.995, '1,000.00'],
    ['0.0,', 1_234_567, '1234.6'],
    ['#,##0,,"M"', 123_456_789, '123M'],
    ['0%', 0.07, '7%'],
    ['0.00%', 1.1, '110.00%'],
    ['#.##', 1, '1.'],
    ['?0.0?', 1.5, ' 1.5 '],
    ['000-000-000', 46_346, '000-046-346'],
    ['"SN-"0000', 421, 'SN-0421'],
    ['\\S0000', 7, 'S0007'],
    ['[Red]0.0;(0.0)', -1, '(1.0)'],
    ['0;-0;"zero"', 0, 'zero'],
    ['[$€-407] #,##0.00', 5, '€ 5.00'],
    ['0_)', 5, '5 '],
    ['*-0', 5, '5'],
    ['@', 421, '421'],
    ['', 421, '421'],
  ])('%s: %d is %s', (code, value, text) => {
    expect(shown(code, value)).toMatchObject({ kind: 'number', text, isAsFormatted: true })
  })

  test.each([
    [421, '421'],
    [123_456_789_012, '123456789012'],
    [999_999_999_999_999, '999999999999999'],
    [1.1, '1.1'],
    [0.1 + 0.2, '0.3'],
    [1 / 3, '0.333333333'],
    [-1.5, '-1.5'],
    [1e-7, '1e-7'],
  ])('General: %d is %s', (value, text) => {
    expect(shown('General', value)).toMatchObject({ text, isAsFormatted: true })
  })
})

describe('a date is shown as its format says', () => {
  test.each([
    ['DD.MM.YYYY', 46_346, '20.11.2026'],
    ['DD-MM', 46_338, '12-11'],
    ['d/m/yy', 46_346, '20/11/26'],
    ['yyyymmdd', 46_346, '20261120'],
    ['dddd, mmmm dd, yyyy', 46_346, 'Friday, November 20, 2026'],
    ['[$-409]d-mmm-yy', 46_346, '20-Nov-26'],
    ['mmmmm', 46_346, 'N'],
    ['yyyy-mm-dd hh:mm:ss', 46_346.75, '2026-11-20 18:00:00'],
    ['yyyy-mm-dd', 46_346.999_995, '2026-11-20'],
    ['h:mm AM/PM', 0.5, '12:00 PM'],
    ['h:mm A/P', 0.25, '6:00 A'],
    ['h "h" mm', 46_346.75, '18 h 00'],
    ['[h]:mm:ss', 1.1, '26:24:00'],
    ['[mm]:ss', 1.1, '1584:00'],
    ['mm:ss.0', 0.000_01, '00:00.9'],
    ['h:mm:ss.000', 0.041_67, '1:00:00.288'],
    // The day that only Excel has is the 60th.
    ['yyyy-mm-dd', 59, '1900-02-28'],
    ['yyyy-mm-dd', 61, '1900-03-01'],
  ])('%s: %d is %s', (code, value, text) => {
    expect(shown(code, value)).toEqual({ kind: 'date', text, isExact: false, isAsFormatted: true })
  })

  test('days from 1904', () => {
    expect(shown('DD.MM.YYYY', 46_346 - 1462, true).text).toBe('20.11.2026')
  })

  test.each([
    [builtInFormat(14), 46_346, '2026-11-20'],
    [builtInFormat(22), 46_346.5, '2026-11-20 12:00:00'],
    ['[$-F400]h:mm:ss AM/PM', 46_346.5, '2026-11-20 12:00:00'],
    ['yyyy-mm-dd', 60, '60'],
    ['yyyy-mm-dd', -1, '-1'],
    ['yyyy-mm-dd', 2_958_466, '2958466'],
  ])('%s: what depends on who looks, or is no day, is said in a plain form', (code, value, text) => {
    expect(shown(code, value)).toEqual({ kind: 'date', text, isExact: false, isAsFormatted: false })
  })
})

describe('only digits that everybody sees are exact', () => {
  test.each([
    ['General', 421, true],
    ['00000000', 421, true],
    ['0000-0000', 421, true],
    ['"26W"0000', 421, true],
    ['#', 421, true],
    ['General', 999_999_999_999_999, true],
    ['General', 1e15, false],
    ['General', 1.5, false],
    ['General', -1, false],
    ['0', 1.5, false],
    ['#', 0, false],
    ['#,##0', 421, false],
    ['0.00', 421, false],
    ['0%', 421, false],
    ['00" "00', 421, false],
    ['?000', 421, false],
    ['0.00E+00', 421, false],
    ['# ?/?', 421, false],
    ['[>100]0;0', 421, false],
    ['[DBNum1]0', 421, false],
    [';;;', 421, false],
    ['x0', 421, false],
    ['0'.repeat(2000), 421, false],
  ])('%.20s: %d', (code, value, isExact) => {
    expect(shown(code, value).isExact).toBe(isExact)
  })

  test.each(['0.00E+00', '# ?/?', '[>100]0;0', ';;;', 'ggge'])('%s is not followed', (code) => {
    expect(shown(code, 421)).toMatchObject({ text: '421', isAsFormatted: false })
  })
})

test.each([
  ['General', 'S1'],
  ['0', 'S1'],
  ['@', 'S1'],
  ['"SN-"@', 'SN-S1'],
  ['0;0;0;"["@"]"', '[S1]'],
])('%s shows the text S1 as %s', (code, text) => {
  expect(numberFormat(code).showText('S1')).toBe(text)
})
