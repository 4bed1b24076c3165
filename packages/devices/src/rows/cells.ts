import type { CsvInput, Input } from '../input/input.ts'
import { cellsOf } from '../input/quotes.ts'
import type { RawRecord } from '../input/record.ts'
import { InputError } from '../issue.ts'
import { roleOf, type ColumnMapping, type DeviceField, type Headings, type Role } from '../input/columns.ts'
import type { Cells } from './row.ts'
import { rowIssue, type RowIssue } from './row-issue.ts'

export interface ReadCells {
  readonly line: number
  readonly cells: Cells | undefined
  readonly issues: readonly RowIssue[]
}

/** How to get the cells out of a record of this input. */
export function createCellReader(input: Input): (record: RawRecord) => ReadCells {
  return input.kind === 'csv' ? csvReader(input) : jsonReader(input)
}

const NONE: readonly RowIssue[] = []
/** What a decoder puts where bytes were no UTF-8. */
const REPLACEMENT = '\uFFFD'

function csvReader({ delimiter, roles, headings }: CsvInput): (record: RawRecord) => ReadCells {
  return ({ text, line }) => {
    const texts = cellsOf(text, delimiter)
    // Spreadsheets write separators after the last column; only cells that say something are too many.
    while (texts.length > roles.length && texts.at(-1)?.trim() === '') texts.pop()
    if (texts.length !== roles.length) {
      const facts = { code: 'wrong-cell-count', count: texts.length, expected: roles.length } as const
      return { line, cells: undefined, issues: [rowIssue(line, facts)] }
    }
    const fields: Partial<Record<DeviceField, string>> = {}
    const columns: Record<string, string> = {}
    let issues = NONE
    for (let i = 0; i < roles.length; i++) {
      const value = texts[i]?.trim()
      const role = roles[i]
      if (value === undefined || value === '' || role === undefined) continue
      if ('column' in role) columns[role.column] = value
      else {
        fields[role.field] = value
        if (value.includes(REPLACEMENT))
          issues = [...issues, rowIssue(line, { code: 'not-utf-8', ...role }, headings)]
      }
    }
    return { line, cells: { fields, columns, headings }, issues }
  }
}

function jsonReader(input: { mapping: ColumnMapping; numbered: boolean }): (record: RawRecord) => ReadCells {
  const roles = new Map<string, Role>()
  // A row may lack a member; then the name that earlier rows gave it is the best one.
  let headings: Headings = {}
  function role(name: string): Role {
    const known = roles.get(name) ?? roleOf(name, input.mapping)
    roles.set(name, known)
    return known
  }
  return ({ text, line }) => {
    const [at, object] = parseRow(text, line, input.numbered)
    if (object === undefined) {
      return { line: at, cells: undefined, issues: [rowIssue(at, { code: 'not-an-object' })] }
    }
    const fields: Partial<Record<DeviceField, string>> = {}
    const columns: Record<string, string> = {}
    const issues: RowIssue[] = []
    for (const [name, value] of Object.entries(object)) {
      const to = role(name)
      if (value === null || value === undefined) continue
      if (typeof value === 'object') assertNoKeys(value)
      const written = typeof value === 'string' ? value.trim() : plainNumber(value)
      if (written === '') continue
      if ('column' in to) {
        if (written !== undefined) columns[to.column] = written
        continue
      }
      if (to.field in fields) {
        const names = [headings[to.field] ?? to.field, name]
        throw new InputError({ code: 'duplicate-column', field: to.field, names })
      }
      if (headings[to.field] !== name) headings = { ...headings, [to.field]: name }
      const issue = unfit(to.field, value, written)
      if (issue !== undefined) issues.push(rowIssue(at, { code: issue, field: to.field }, headings))
      else fields[to.field] = written
    }
    return { line: at, cells: { fields, columns, headings }, issues }
  }
}

/** By hand: zod took a third of the time of starting a thread, to say that an object is an object. */
function parseRow(
  text: string,
  line: number,
  numbered: boolean,
): [number, Readonly<Record<string, unknown>>?] {
  try {
    const value: unknown = JSON.parse(text)
    if (!numbered) return isObject(value) ? [line, value] : [line]
    const [at, object] = value as readonly unknown[]
    if (typeof at !== 'number') return [line]
    return isObject(object) ? [at, object] : [at]
  } catch {
    return [line]
  }
}

/** The Things Stack writes `root_keys: { app_key: { key } }`: what is inside of members is no column, but may be a key. */
function assertNoKeys(value: object): void {
  for (const [name, inner] of Object.entries(value)) {
    roleOf(name, {})
    if (typeof inner === 'object' && inner !== null) assertNoKeys(inner)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A number keeps its digits only as a safe integer; leading zeros are gone in any case. */
function plainNumber(value: unknown): string | undefined {
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : undefined
}

function unfit(field: DeviceField, value: unknown, written: string | undefined) {
  if (typeof value === 'number' && field !== 'serialNumber' && field !== 'proprietary') {
    return 'spreadsheet-number'
  }
  if (written === undefined || typeof value === 'boolean') return 'not-a-value'
  return written.includes(REPLACEMENT) ? 'not-utf-8' : undefined
}
