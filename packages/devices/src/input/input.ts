import type { DeviceField, Headings } from '../device-field.ts'
import { InputError } from '../issue.ts'
import { rowIssue, type RowIssue } from '../row-issue.ts'
import { readRecords } from '../text/records.ts'
import { fieldOf, headingsOf, rolesOf, type ColumnMapping, type Role } from './columns.ts'
import { readTableHead, type TableHead } from './delimiter.ts'
import { isComment, lacksHeader, visibleName } from './header.ts'
import {
  isThingparkImport,
  THINGPARK_COLUMNS,
  THINGPARK_HEADINGS,
  THINGPARK_ROLES,
} from './thingpark-import.ts'

/** The notation of the IDs of vendor and profile. */
export type IdNotation = 'hex' | 'decimal'

interface Place {
  readonly path: string
  /** The file's name in messages, when there are several. */
  readonly file?: string
  /** Where the first row begins, in bytes. */
  readonly start: number
  /** Line number of `start`. */
  readonly line: number
  /** Left out when it is not known yet: then a row whose IDs could be either is refused. */
  readonly ids?: IdNotation
}

export interface CsvInput extends Place {
  readonly kind: 'csv'
  readonly delimiter: string
  readonly roles: readonly Role[]
  readonly headings: Headings
  readonly mapping?: ColumnMapping
}

export interface JsonLinesInput extends Place {
  readonly kind: 'ndjson'
  readonly mapping: ColumnMapping
  /** Whether every line is `[line, object]`, transcribed from an input whose rows have other line numbers. */
  readonly numbered: boolean
  /** The member that contains the values of every row, such as `device`. */
  readonly member?: string
  /** Paths of EUIs and tokens that are text in the first rows, so that `null` in another row is a fault. */
  readonly filled?: readonly string[]
  /** The roles of a transcribed table, whose rows all have its columns. */
  readonly roles?: readonly Role[]
  readonly headings?: Headings
}

/** An input as plain data: all that a worker needs to read any part of it. */
export type Input = CsvInput | JsonLinesInput

/** A column by its name, and the field of the device in it, if any. */
export interface InputColumn {
  readonly name: string
  readonly field?: DeviceField | undefined
}

/** An input whose beginning has been read. */
export interface BegunInput<I extends Input = Input> {
  readonly input: I
  /** The columns of the table, or the members of the first rows of JSON. */
  readonly columns: readonly InputColumn[]
  /** Remarks on how the input was read, with their lines. */
  readonly notes: readonly RowIssue[]
}

/**
 * Finds the line of names of a CSV file and its first row.
 *
 * @param mark bytes of the byte order mark
 * @param head the beginning of the text after it
 * @throws InputError `no-rows`, `no-header`, `missing-column`, `unknown-column`, `duplicate-column`, `key-column`
 */
export function openCsv(
  path: string,
  mark: number,
  head: string,
  mapping: ColumnMapping,
): BegunInput<CsvInput> {
  const separator = /^sep=.\r*(?:\n|$)/i.exec(head)?.[0] ?? ''
  const table = readTableHead(head.slice(separator.length), mapping)
  if (table.rows.length === 0) throw new InputError({ code: 'no-rows' })
  const lines = linesOf(path, mark, table, separator === '' ? 0 : 1)
  const { delimiter, rows, header } = table
  if (isThingparkImport(rows)) {
    const at = rows.findIndex((row) => !isComment(row))
    const place = lines[at]
    if (place === undefined) throw new InputError({ code: 'no-rows' })
    return {
      input: { kind: 'csv', path, ...place, delimiter, roles: THINGPARK_ROLES, headings: THINGPARK_HEADINGS },
      columns: THINGPARK_COLUMNS,
      notes: passedOver(table, lines, at),
    }
  }
  if (lacksHeader(header, rows)) throw new InputError({ code: 'no-header' })
  const roles = rolesOf(header.names, mapping)
  const first = lines[header.next]
  if (first === undefined) throw new InputError({ code: 'no-rows' })
  const names = header.names.map(visibleName)
  const headings = headingsOf(names, roles)
  return {
    // The order of members matters: the identity of a job is made from this JSON.
    input: { kind: 'csv', path, start: first.start, line: first.line, delimiter, roles, headings, mapping },
    columns: columnsOf(names, roles),
    notes: notesOnHeader(table, lines),
  }
}

/** Columns with a name; a tag or a key counts as used, whatever the rows contain. */
export function columnsOf(names: readonly string[], roles: readonly Role[]): readonly InputColumn[] {
  return names.flatMap((name, index) => {
    const role = roles[index]
    if (name === '' || role === undefined || 'tag' in role || 'key' in role) return []
    return [{ name, field: fieldOf(role) }]
  })
}

interface Line {
  readonly line: number
  readonly start: number
}

/** The positions of the first records in the file. */
function linesOf(
  path: string,
  mark: number,
  { delimiter, rows }: TableHead,
  before: number,
): readonly Line[] {
  const lines: Line[] = []
  for (const records of readRecords({ path, start: mark, line: 1 }, delimiter)) {
    for (const { line, offset } of records) lines.push({ line, start: offset })
    // One record more, in case that rows are skipped until the end of the head.
    if (lines.length > rows.length + before) break
  }
  return lines.slice(before)
}

/**
 * Remarks on the names of a table and the rows above them.
 *
 * @param lines of the first rows
 */
export function notesOnHeader(
  table: Pick<TableHead, 'rows' | 'header'>,
  lines: readonly Pick<Line, 'line'>[],
): readonly RowIssue[] {
  return [...passedOver(table, lines, table.header.at), ...notesOn(table, lines)]
}

/** Remarks on titles and comments above the names; adjacent ones of one kind become one remark. */
function passedOver(
  { rows }: Pick<TableHead, 'rows'>,
  lines: readonly Pick<Line, 'line'>[],
  end: number,
): readonly RowIssue[] {
  const notes: RowIssue[] = []
  for (let at = 0; at < end;) {
    const what = isComment(rows[at] ?? []) ? 'comment' : 'title'
    let next = at + 1
    while (next < end && (isComment(rows[next] ?? []) ? 'comment' : 'title') === what) next++
    notes.push(rowIssue(lines[at]?.line ?? 1, { code: 'passed-over', what, count: next - at }))
    at = next
  }
  return notes
}

function repeated(headings: readonly string[]): readonly string[] {
  const names = headings.map(visibleName).filter((name) => name !== '')
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]
}

function notesOn(
  { header }: Pick<TableHead, 'header'>,
  lines: readonly Pick<Line, 'line'>[],
): readonly RowIssue[] {
  const { at, names, isJoined, hasUnits, next } = header
  const line = lines[at]?.line ?? 1
  return [
    ...(isJoined ? [rowIssue(line, { code: 'joined-header' })] : []),
    ...names
      .filter((name) => visibleName(name) !== name.trim())
      .map((name) => rowIssue(line, { code: 'invisible-heading', column: visibleName(name) })),
    ...repeated(names).map((column) => rowIssue(line, { code: 'repeated-heading', column })),
    ...(hasUnits
      ? [rowIssue(lines[next - 1]?.line ?? line, { code: 'passed-over', what: 'unit', count: 1 })]
      : []),
  ]
}
