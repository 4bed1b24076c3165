import type { DeviceField } from '../device-field.ts'
import type { Role } from '../input/columns.ts'
import type { CsvInput } from '../input/input.ts'
import { rowIssue, type RowIssue } from '../row-issue.ts'
import { cellsOf } from '../text/quotes.ts'
import type { RawRecord } from '../text/record.ts'
import { NO_COLUMNS, noColumns, type ReadCells } from './row.ts'
import { isTag, readTag } from './tag.ts'
import { mayBeWrapped, unwrap } from './wrapper.ts'

const NONE: readonly RowIssue[] = []
/** The character that a decoder puts in the place of invalid bytes. */
const REPLACEMENT = '\uFFFD'
/** The character that DOS programs put after the last line. */
const END_OF_FILE = '\u001A'

/** How to get the cells out of a record of a table. */
export function csvReader({ delimiter, roles, headings, ids }: CsvInput): (record: RawRecord) => ReadCells {
  return ({ text, line, isAscii }) => {
    const texts = cellsOf(text, delimiter)
    // Spreadsheets write separators after the last column; only cells with content are too many.
    while (texts.length > roles.length && texts.at(-1)?.trim() === '') texts.pop()
    if (texts.length > roles.length) {
      const problem = { code: 'wrong-cell-count', count: texts.length, expected: roles.length } as const
      return { line, cells: undefined, issues: [rowIssue(line, problem)], warnings: NONE }
    }
    const fields: Partial<Record<DeviceField, string>> = {}
    let columns: Record<string, string> | undefined
    let issues = NONE
    let warnings = NONE
    let tag: { readonly text: string; readonly column: string } | undefined
    // Empty cells at the end may be left out.
    for (let i = 0; i < roles.length; i++) {
      let value = texts[i]?.trim() ?? ''
      const role = roles[i]
      if (role === undefined || value === END_OF_FILE) continue
      if (value === '') {
        // A template may name the column: an empty column must not count as an unknown one.
        if ('column' in role) (columns ??= noColumns())[role.column] = value
        continue
      }
      if (!isAscii || mayBeWrapped(value)) {
        const name = nameOf(role)
        if (value.includes(REPLACEMENT))
          issues = [...issues, rowIssue(line, { code: 'not-utf-8', field: name }, headings)]
        const unwrapped = unwrap(value)
        value = unwrapped.value
        if (unwrapped.hadInvisible)
          warnings = [...warnings, rowIssue(line, { code: 'invisible-characters', field: name }, headings)]
        if (unwrapped.isUnsure && 'field' in role)
          issues = [...issues, rowIssue(line, { code: 'partly-quoted', field: name }, headings)]
        if (value === '') continue
      }
      if ('field' in role) {
        if (role.field === 'devEui' && isTag(value)) tag = { text: value, column: role.field }
        else fields[role.field] = value
      } else if ('column' in role) (columns ??= noColumns())[role.column] = value
      else if ('key' in role) issues = [...issues, rowIssue(line, { code: 'key-value', field: role.key })]
      else if (isTag(value)) tag = { text: value, column: role.tag }
      else (columns ??= noColumns())[role.tag] = value
    }
    if (tag !== undefined) {
      const wrong = readTag(tag.text, tag.column, fields, line, headings)
      // A value that the code does not settle is not also missing.
      if (wrong.length > 0) return { line, cells: undefined, issues: [...issues, ...wrong], warnings }
    }
    return { line, cells: { fields, columns: columns ?? NO_COLUMNS, headings, ids }, issues, warnings }
  }
}

function nameOf(role: Role): string {
  if ('field' in role) return role.field
  return 'column' in role ? role.column : 'tag' in role ? role.tag : role.key
}
