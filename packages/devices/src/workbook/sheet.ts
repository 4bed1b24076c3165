/** The content of a cell. `error` is #N/A and the like; `no-result` is a formula that was saved without its result. */
type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error' | 'no-result'

/** A cell that is not empty. */
export interface Cell {
  /** Counted from 0. */
  readonly column: number
  readonly kind: CellKind
  /** The text that the cell shows. */
  readonly text: string
  /** Its number, if it holds one. */
  readonly number?: number
  /** Of a number: whether the text has all its digits and does not depend on the reader. */
  readonly isExact?: boolean
  /** False when its format is not supported, so that the text is not what the cell shows. */
  readonly isAsFormatted?: boolean
}

export interface SheetRow {
  /** Counted from 1, as in the margin of the sheet. */
  readonly line: number
  readonly isHidden: boolean
  /** From left to right. */
  readonly cells: readonly Cell[]
}

/** Merged cells, of which only the first has content; all counted as in `SheetRow` and `Cell`. */
export interface MergedCells {
  readonly firstLine: number
  readonly lastLine: number
  readonly firstColumn: number
  readonly lastColumn: number
}

export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  /** Size of its XML, in bytes. */
  readonly size: number
  /**
   * Reads the rows that are not empty, in batches.
   *
   * @param onMerged called with merged cells of more than one line: in some kinds of workbook after all rows
   * @throws InputError `damaged-workbook`, `workbook-too-large`, `cell-out-of-range`, `record-too-long`
   */
  readonly rows: (onMerged?: (cells: MergedCells) => void) => AsyncGenerator<readonly SheetRow[]>
}

/** The last line in Excel, LibreOffice and others. */
export const MOST_LINES = 1_048_576
export const MOST_COLUMNS = 16_384

/** The text of a cell has at most 32,767 characters; a row with more than this is not a device. */
export const LONGEST_TEXT = 65_536
export const LONGEST_ROW = 1 << 17
/** The size of a sheet with all lines and twenty columns. */
export const LARGEST_SHEET = 2 ** 31
/** The largest file that is neither a sheet nor the texts of sheets. */
export const LARGEST_PART = 16 << 20
/** A workbook with more sheets is not a list of devices. */
export const MOST_SHEETS = 1000
