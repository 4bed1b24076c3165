import type { DeviceField, Headings } from '../input/columns.ts'
import type { RowIssue } from './row-issue.ts'

/** The cells of one row by what they are for, trimmed, empty ones left out; nothing checked yet. */
export interface Cells {
  readonly fields: Readonly<Partial<Record<DeviceField, string>>>
  /** Columns that mean nothing to us, which templates may print and formats may carry. */
  readonly columns: Readonly<Record<string, string>>
  readonly headings?: Headings
}

/** A row as read: its place, and its cells or why they cannot be had. */
export interface Row {
  /** Counted from 0 over all rows of the input, sound or not. */
  readonly index: number
  readonly line: number
  /** Where it begins in the file, in bytes. */
  readonly offset: number
  readonly cells: Cells | undefined
  readonly issues: readonly RowIssue[]
}
