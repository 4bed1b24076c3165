import { InputError } from '../../issue.ts'
import { damaged } from '../fault.ts'
import { MOST_COLUMNS, MOST_LINES } from '../sheet.ts'

const [UPPER_A, LOWER_A, LETTERS, ZERO] = [65, 97, 26, 48]

/** The place of a cell, as in `B12`; the column is counted from 0. */
export interface CellPlace {
  readonly column: number
  readonly line: number
}

/** @throws InputError `damaged-workbook`, `cell-out-of-range` */
export function cellPlace(reference: string, sheet: string): CellPlace {
  let [column, line, at] = [0, 0, 0]
  for (; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    const letter = code - (code >= LOWER_A ? LOWER_A : UPPER_A)
    if (letter < 0 || letter >= LETTERS) break
    column = Math.min(column * LETTERS + letter + 1, MOST_COLUMNS + 1)
  }
  for (; at < reference.length; at++) {
    const digit = reference.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) throw damaged('place', sheet)
    line = Math.min(line * 10 + digit, MOST_LINES + 1)
  }
  if (column === 0 || line === 0) throw damaged('place', sheet)
  assertInRange(line, column - 1, sheet)
  return { column: column - 1, line }
}

/**
 * Checked before memory is allocated for the place.
 *
 * @throws InputError `cell-out-of-range`
 */
export function assertInRange(line: number, column: number, sheet: string): void {
  if (line > MOST_LINES || column >= MOST_COLUMNS) throw new InputError({ code: 'cell-out-of-range', sheet })
}
