import type { Cell } from '../workbook/sheet.ts'
import type { DeviceField } from '../device-field.ts'
import type { ValueProblem } from './cell-problem.ts'

/** What a cell says, as JSON, or why it cannot be taken at its word. */
export type CellJson =
  | { readonly json: string; readonly isAsFormatted: boolean }
  | { readonly problem: ValueProblem }

/** Text in these may be any digits; the others are hexadecimal, or base64, and a number has lost some of theirs. */
const MAY_BE_NUMBER: readonly (DeviceField | undefined)[] = ['serialNumber', 'proprietary']

/**
 * A cell as a value of its column. What goes into a code has to be sure: a number only with all its digits, as
 * everybody sees them, and never a date or a boolean, into which spreadsheets turn what looks like one.
 *
 * @param field what the column holds; a value that templates may print when it is left out
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
      // The reader of rows knows what a number may be for.
      if (field !== undefined && !MAY_BE_NUMBER.includes(field)) return { json: digits, isAsFormatted: true }
      if (field !== undefined && isExact !== true) return { problem: 'spreadsheet-number' }
      const isPlain = Number.isSafeInteger(number) && digits === text
      return { json: isPlain ? digits : JSON.stringify(text), isAsFormatted }
    }
  }
}
