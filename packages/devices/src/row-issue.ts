import { explain as explainFormat, type Issue } from '@claimtag/core'
import type { Headings } from './device-field.ts'
import { explain } from './issue.ts'
import type { RowProblem } from './row-problem.ts'

/** One thing wrong with one row. `code` is one of ours, or that of the format or label which refused it. */
export interface RowIssue {
  /** The line of the input that the row begins on. */
  readonly line: number
  readonly code: string
  /** The field of the device, or the element of the template. */
  readonly field?: string
  /** What the input calls the field. */
  readonly column?: string
  /** The sentence for people; never holds a character of a token. */
  readonly reason: string
  /** The other lines of a conflict. */
  readonly lines?: readonly number[]
}

/** What is wrong with the row on a line, with its sentence. */
export function rowIssue(line: number, problem: RowProblem, headings: Headings = {}): RowIssue {
  const field = 'field' in problem ? problem.field : undefined
  const column = field === undefined ? undefined : headingOf(field, headings)
  return {
    line,
    code: problem.code,
    ...(field === undefined ? {} : { field }),
    ...(column === undefined ? {} : { column }),
    reason: explain(column === undefined ? problem : ({ ...problem, field: column } as RowProblem)),
    ...('lines' in problem ? { lines: problem.lines } : {}),
  }
}

/** What a format found wrong, as a row's issue. */
export function formatIssue(line: number, issue: Issue, headings: Headings = {}): RowIssue {
  const { code, field } = issue
  const column = field === undefined ? undefined : headingOf(field, headings)
  if (column === undefined)
    return { line, code, ...(field === undefined ? {} : { field }), reason: explainFormat(issue) }
  return { line, code, field: field ?? column, column, reason: explainFormat({ ...issue, field: column }) }
}

function headingOf(field: string, headings: Headings): string | undefined {
  // A format may have a field named `constructor`.
  return Object.hasOwn(headings, field) ? headings[field as keyof Headings] : undefined
}
