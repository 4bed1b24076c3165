/** What can be wrong with the value of a cell. */
export type ValueProblem =
  | 'spreadsheet-number'
  | 'spreadsheet-date'
  | 'spreadsheet-boolean'
  | 'error-cell'
  | 'formula-without-result'

/**
 * Why a row of a workbook is refused before it is looked at as a device. `field` is what the sheet calls the column.
 * They stand behind the object of a row that was transcribed.
 */
export type CellProblem =
  | { readonly code: ValueProblem; readonly field: string }
  /** `lines`: the one that the cells are merged with. */
  | { readonly code: 'merged-cell'; readonly field: string; readonly lines: readonly number[] }
  /** `place`: the column of the first cell of the row, as in `F`; none is below a name. */
  | { readonly code: 'beside-table'; readonly place: string }
