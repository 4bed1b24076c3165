/**
 * Positions where a spreadsheet would begin a formula: at the start of a cell, and after characters that end a cell
 * in other dialects of CSV. Full-width signs count in East Asian spreadsheets.
 */
const FORMULA = /^(?=[\t\r\n=+\-@＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/g

/** Nearly every cell has none of these, and so needs neither an apostrophe nor quotes. */
const TELLING = /^[=+\-@＝＋－＠]|[;\t\r\n",]/

/**
 * A line of CSV as RFC 4180 writes it. Cells are exact: nothing in them is guarded from spreadsheets.
 *
 * @example
 * ```ts
 * import { csvLine } from '@claimtag/batch'
 *
 * console.log(csvLine(['a', 'b,c']) === 'a,"b,c"\r\n') // true
 * ```
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A cell with an apostrophe before everything that a spreadsheet would execute. */
export function guarded(cell: string): string {
  return TELLING.test(cell) ? cell.replaceAll(FORMULA, "'") : cell
}

/** A cell in quotes, when it needs them. */
export function csvCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
