import { explain as explainFormat, type Issue } from '@claimtag/core'
import type { Headings } from './device-field.ts'
import { explain } from './issue.ts'
import type { RowProblem } from './row-problem.ts'

/**
 * One fault of a row, or remark on it. `code` is one of this package, or of the format or label that refused the row.
 */
export interface RowIssue {
  /** The line of the input on which the row begins. */
  readonly line: number
  /** The file that the line is in, when there are several. */
  readonly file?: string
  readonly code: string
  /** The field of the device, or the element of the template. */
  readonly field?: string
  /** The input's name of the field. */
  readonly column?: string
  /** The sentence for people; never holds a character of a token. */
  readonly reason: string
  /** The other lines of a conflict. */
  readonly lines?: readonly number[]
  /** The file of each of `lines`, when there are several. */
  readonly files?: readonly string[]
}

/**
 * The issue of a row on a line, with its sentence.
 *
 * @param file the one of several that contains the line
 */
export function rowIssue(
  line: number,
  problem: RowProblem,
  headings: Headings = {},
  file?: string,
): RowIssue {
  const field = 'field' in problem ? problem.field : undefined
  const column = field === undefined ? undefined : headingOf(field, headings)
  return {
    line,
    ...(file === undefined ? {} : { file }),
    code: problem.code,
    ...(field === undefined ? {} : { field }),
    ...(column === undefined ? {} : { column }),
    reason: explain(column === undefined ? problem : ({ ...problem, field: column } as RowProblem)),
    ...('lines' in problem ? { lines: problem.lines } : {}),
    ...('files' in problem && problem.files !== undefined ? { files: problem.files } : {}),
  }
}

/** Where rows stand, as a problem names them. */
export function placesOf(rows: readonly { readonly line: number; readonly file?: string | undefined }[]): {
  readonly lines: readonly number[]
  readonly files?: readonly string[]
} {
  const files = rows.flatMap(({ file }) => file ?? [])
  return { lines: rows.map(({ line }) => line), ...(files.length === 0 ? {} : { files }) }
}

/** The same of rows of one file of several; of the only file, nothing has to be said. */
export function inFile(issues: readonly RowIssue[], file: string | undefined): readonly RowIssue[] {
  return file === undefined || issues.length === 0 ? issues : issues.map((issue) => ({ ...issue, file }))
}

/** An issue that a format found, as the issue of a row. */
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
