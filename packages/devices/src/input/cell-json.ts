import type { Cell } from '../workbook/sheet.ts'
import type { DeviceField } from '../device-field.ts'
import type { ValueProblem } from './cell-problem.ts'

/** The value of a cell as JSON, or why the cell cannot be taken as it is. */
export type CellJson =
  | { readonly json: string; readonly isAsFormatted: boolean }
  | { readonly problem: ValueProblem }

/**
 * Values of these fields may be digits only. The others are hexadecimal or base64, so a number has lost some of their
 * characters.
 */
const MAY_BE_NUMBER: readonly (DeviceField | undefined)[] = ['serialNumber', 'proprietary']

/**
 * A cell as a value of its column. A value in a code has to be certain: a number only with all its digits, as every
 * reader of the sheet sees them, and never a date or a boolean, which spreadsheets make of similar texts.
 *
 * @param field the field of the column; left out for a column that only templates use
 */
export function cellJson(cell: Cell, field: DeviceField | undefined): CellJson {
  const { kind, text, number, isExact, isAsFormatted = true } = cell
  switch (kind) {
    case 'error':
      return { problem: 'error-cell' }
    case 'no-result':
      return { problem: 'formula-without-result' }
    case 'text':
      return { json: JSON.stringify(text), isAsFormatted }
    case 'date':
    case 'boolean':
      if (field !== undefined)
        return { problem: kind === 'date' ? 'spreadsheet-date' : 'spreadsheet-boolean' }
      return { json: JSON.stringify(text), isAsFormatted }
    default: {
      const digits = String(number)
      // The reader of rows decides which fields may be a number.
      if (field !== undefined && !MAY_BE_NUMBER.includes(field)) return { json: digits, isAsFormatted: true }
      if (field !== undefined && isExact !== true) return { problem: 'spreadsheet-number' }
      const isPlain = Number.isSafeInteger(number) && digits === text
      return { json: isPlain ? digits : JSON.stringify(text), isAsFormatted }
    }
  }
}
