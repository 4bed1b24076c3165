/**
 * Where a spreadsheet would begin a formula: at the start of a cell, and behind what another dialect of CSV takes
 * for the end of one. Full-width signs count in East Asian spreadsheets.
 */
const FORMULA = /^(?=[\t\r\n=+\-@＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/g

/** A line of CSV as RFC 4180 writes it. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`
}

/** A cell with an apostrophe in front of whatever a spreadsheet would run. */
export function guarded(cell: string): string {
  return cell.replaceAll(FORMULA, "'")
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
