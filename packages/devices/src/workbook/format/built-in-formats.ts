/** Formats that a workbook uses by number without writing them. ECMA-376 part 1, 18.8.30. */
const BUILT_IN = new Map([
  [0, 'General'],
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [12, '# ?/?'],
  [13, '# ??/??'],
  [15, 'd-mmm-yy'],
  [16, 'd-mmm'],
  [17, 'mmm-yy'],
  [18, 'h:mm AM/PM'],
  [19, 'h:mm:ss AM/PM'],
  [20, 'h:mm'],
  [21, 'h:mm:ss'],
  [37, '#,##0 ;(#,##0)'],
  [38, '#,##0 ;[Red](#,##0)'],
  [39, '#,##0.00;(#,##0.00)'],
  [40, '#,##0.00;[Red](#,##0.00)'],
  [45, 'mm:ss'],
  [46, '[h]:mm:ss'],
  [47, 'mm:ss.0'],
  [48, '##0.0E+0'],
  [49, '@'],
])

/** 14 and 22 are the short date of the reader's settings; 27 to 36 and 50 to 58 are dates of East Asia, by language. */
const SYSTEM_DATE = '[$-F800]'

export function builtInFormat(id: number): string {
  const isDate = id === 14 || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
  // Any other number has no defined meaning, and must not be guessed.
  return isDate ? SYSTEM_DATE : (BUILT_IN.get(id) ?? '[>0]')
}
