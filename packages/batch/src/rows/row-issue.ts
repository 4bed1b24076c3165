import { explain, type Issue } from '@claimtag/core'
import { rowSentence, type RowIssueFacts } from '../catalogue.ts'
import type { Headings } from '../input/columns.ts'

/** What may be wrong with a row beside what the format itself refuses. */
type RowRefusalCode =
  | 'missing-value'
  | 'spreadsheet-number'
  | 'wrong-cell-count'
  | 'not-utf-8'
  | 'not-an-object'
  | 'not-a-value'
  | 'dev-eui-conflict'
  | 'token-conflict'
  | 'no-symbol'

export type RowWarningCode =
  | 'identical-repeat'
  | 'weak-token-constant'
  | 'weak-token-sequence'
  | 'weak-token-dev-eui'
  | 'weak-token-serial'

export type RowIssueCode = RowRefusalCode | RowWarningCode

/** One thing wrong with one row. `code` is one of ours, or that of the format or label which refused it. */
export interface RowIssue {
  /** The line of the input that the row begins on. */
  readonly line: number
  readonly code: string
  /** The field of the device, or the element of the template. */
  readonly field?: string
  /** What the input calls the field. */
  readonly column?: string
  /** The sentence for people; never holds a character of a cell. */
  readonly reason: string
  /** The other lines of a conflict. */
  readonly lines?: readonly number[]
}

export function rowIssue(line: number, facts: RowIssueFacts, headings: Headings = {}): RowIssue {
  const { code, field, lines } = facts
  const column = headingOf(field, headings)
  return {
    line,
    code,
    ...(field === undefined ? {} : { field }),
    ...(column === undefined ? {} : { column }),
    reason: rowSentence({ ...facts, field: column ?? field }),
    ...(lines === undefined ? {} : { lines }),
  }
}

/** What a format found wrong, as a row's issue. */
export function formatIssue(line: number, issue: Issue, headings: Headings = {}): RowIssue {
  const { code, field } = issue
  const column = headingOf(field, headings)
  if (column === undefined)
    return { line, code, ...(field === undefined ? {} : { field }), reason: explain(issue) }
  return { line, code, field: field ?? column, column, reason: explain({ ...issue, field: column }) }
}

function headingOf(field: string | undefined, headings: Headings): string | undefined {
  return (headings as Readonly<Record<string, string>>)[field ?? '']
}
