/** What can be wrong with the value of a cell. */
export type ValueProblem =
  | 'spreadsheet-number'
  | 'spreadsheet-date'
  | 'spreadsheet-boolean'
  | 'error-cell'
  | 'formula-without-result'

/**
 * Why a row of a workbook is refused before it is checked as a device. `field` is the sheet's name of the column. In
 * the transcribed lines, these follow the object of the row.
 */
export type CellProblem =
  | { readonly code: ValueProblem; readonly field: string }
  /** `lines`: the line with which the cell is merged. */
  | { readonly code: 'merged-cell'; readonly field: string; readonly lines: readonly number[] }
  /** `place`: the column of the row's first cell, as in `F`; no cell of the row is in a column with a name. */
  | { readonly code: 'beside-table'; readonly place: string }
