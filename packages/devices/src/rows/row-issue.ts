import { explain, type Issue } from '@claimtag/core'
import { agreeing, counted } from '../counted.ts'
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

type RowIssueCode = RowRefusalCode | RowWarningCode

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

export interface RowIssueFacts {
  readonly code: RowIssueCode
  readonly field?: string | undefined
  readonly lines?: readonly number[] | undefined
  readonly count?: number | undefined
  readonly expected?: number | undefined
}

const ROWS = {
  'missing-value': ({ field }) => `${field} is empty.`,
  'spreadsheet-number': ({ field }) =>
    `${field} has been turned into a number by a spreadsheet and cannot be recovered: format the column as text and export again.`,
  'wrong-cell-count': ({ count, expected }) =>
    `The row has ${counted(count ?? 0, 'cell')}, the header ${expected}: is there a separator inside a cell?`,
  'not-utf-8': ({ field }) => `${field} is not valid UTF-8 text.`,
  'not-an-object': () => 'The line is not a JSON object.',
  'not-a-value': ({ field }) => `${field} is neither text nor a number.`,
  'dev-eui-conflict': (facts) => `The same ${facts.field} with other data stands on ${onLines(facts)}.`,
  'token-conflict': (facts) => `The same ${facts.field} stands on ${onLines(facts)}.`,
  'no-symbol': () => 'The label would have no QR code: no qr element of the template is shown for this row.',
  'identical-repeat': ({ lines }) => `The row repeats line ${lines?.[0]} exactly; it was dropped.`,
  'weak-token-constant': ({ field }) => `${field} is one character or byte repeated.`,
  'weak-token-sequence': ({ field }) => `${field} counts up or down.`,
  'weak-token-dev-eui': ({ field }) => `${field} is the DevEUI, which anyone can read.`,
  'weak-token-serial': ({ field }) => `${field} is the serial number, which anyone can read.`,
} satisfies Record<RowIssueCode, (facts: RowIssueFacts) => string>

function rowSentence(facts: RowIssueFacts): string {
  return ROWS[facts.code](facts)
}

function onLines({ lines = [], count = lines.length }: RowIssueFacts): string {
  const more = count > lines.length ? ` and ${count - lines.length} more` : ''
  return `${agreeing(count, 'line', 'lines')} ${lines.join(', ')}${more}`
}
