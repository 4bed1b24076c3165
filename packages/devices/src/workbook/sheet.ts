/** What a cell holds. An error is #N/A and its like; a formula may have been saved without its result. */
type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error' | 'no-result'

/** A cell that is not empty. */
export interface Cell {
  /** Counted from 0. */
  readonly column: number
  readonly kind: CellKind
  /** What the cell shows. */
  readonly text: string
  /** What it holds, when that is a number. */
  readonly number?: number
  /** Of a number: whether the text is its digits and nothing that depends on who looks. */
  readonly isExact?: boolean
  /** False when its format is not followed, so that the text is not what the cell shows. */
  readonly isAsFormatted?: boolean
}

export interface SheetRow {
  /** Counted from 1, as in the margin of the sheet. */
  readonly line: number
  readonly isHidden: boolean
  /** From left to right. */
  readonly cells: readonly Cell[]
}

/** Cells that are shown as one, of which only the first holds something; all counted as in `SheetRow` and `Cell`. */
export interface MergedCells {
  readonly firstLine: number
  readonly lastLine: number
  readonly firstColumn: number
  readonly lastColumn: number
}

export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  /** Bytes of the XML that it stands in. */
  readonly size: number
  /**
   * Reads the rows that hold something, in batches.
   *
   * @param onMerged is told of merged cells of more than one line: in some kinds of workbook after all rows
   * @throws InputError `damaged-workbook`, `workbook-too-large`, `cell-out-of-range`, `record-too-long`
   */
  readonly rows: (onMerged?: (cells: MergedCells) => void) => AsyncGenerator<readonly SheetRow[]>
}

/** Excel, LibreOffice and others end here. */
export const MOST_LINES = 1_048_576
export const MOST_COLUMNS = 16_384

/** A text in a cell has at most 32,767 characters; a row with more than this is no device. */
export const LONGEST_TEXT = 65_536
export const LONGEST_ROW = 1 << 17
/** What a sheet of all lines and twenty columns has. */
export const LARGEST_SHEET = 2 ** 31
/** What is not a sheet and not the texts of sheets. */
export const LARGEST_PART = 16 << 20
/** A workbook of a thousand sheets is no list of devices. */
export const MOST_SHEETS = 1000
