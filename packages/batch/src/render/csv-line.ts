/**
 * Positions where a spreadsheet would begin a formula: at the start of a cell, and after characters that end a cell
 * in other dialects of CSV. Full-width signs count in East Asian spreadsheets.
 */
const FORMULA = /^(?=[\t\r\n=+\-@＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/g

/** A line of CSV as RFC 4180 writes it. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`
}

/** A cell with an apostrophe before everything that a spreadsheet would execute. */
export function guarded(cell: string): string {
  return cell.replaceAll(FORMULA, "'")
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
