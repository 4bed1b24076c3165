import type { DeviceField, Headings } from '../device-field.ts'
import type { IdNotation } from '../input/input.ts'
import type { RowIssue } from '../row-issue.ts'

/** The cells of one row by their role, trimmed, without empty ones; not checked yet. */
export interface Cells {
  readonly fields: Readonly<Partial<Record<DeviceField, string>>>
  /** Other columns, which templates may print and formats may use. */
  readonly columns: Readonly<Record<string, string>>
  readonly headings?: Headings
  /** How the IDs of vendor and profile are written in its file; unknown when left out. */
  readonly ids?: IdNotation | undefined
}

/** A row as read: its place, and its cells or why they cannot be read. */
export interface Row {
  /** Counted from 0 over all rows of the input, sound or not. */
  readonly index: number
  readonly line: number
  /** The file that it stands in, when there are several. */
  readonly file?: string | undefined
  /** Where it begins in the file, in bytes. */
  readonly offset: number
  readonly cells: Cells | undefined
  readonly issues: readonly RowIssue[]
  /** What was corrected in it. */
  readonly warnings: readonly RowIssue[]
}

/** A record as read. */
export type ReadCells = Omit<Row, 'index' | 'offset' | 'file'>

/** A column may have any name, also `__proto__` and `constructor`, which must not find inherited members. */
interface NoPrototype {
  // oxlint-disable-next-line typescript/no-misused-new -- a constructor of objects that inherit nothing
  new (): Record<string, string>
}

function Columns(this: object) {}
Columns.prototype = Object.create(null) as object

/** An object for values under the input's own names. One made by `Object.create(null)` would be slower to fill. */
export function noColumns(): Record<string, string> {
  return new (Columns as unknown as NoPrototype)()
}

/** The columns of all rows, in an input without other columns. */
export const NO_COLUMNS: Cells['columns'] = Object.freeze(noColumns())
