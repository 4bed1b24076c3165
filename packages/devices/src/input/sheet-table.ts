import { InputError } from '../issue.ts'
import { MOST_COLUMNS, type Sheet, type SheetRow } from '../workbook/sheet.ts'
import type { DeviceField, Headings } from '../device-field.ts'
import { fieldOf, headingsOf, roleOf, rolesOf, type ColumnMapping, type Role } from './columns.ts'
import { findHeader, HEADER_WITHIN, lacksHeader, visibleName, type FoundHeader } from './header.ts'
import { notesOnHeader } from './input.ts'
import type { RowIssue } from '../row-issue.ts'

/** A column with a name. If several have the same name, the value of the last one counts. */
interface SheetColumn {
  readonly name: string
  readonly field: DeviceField | undefined
}

/** A sheet whose line of names has been found. */
export interface SheetTable {
  readonly sheet: Sheet
  readonly header: FoundHeader
  /** The first rows that are not empty, those of the header among them. */
  readonly first: readonly SheetRow[]
  readonly holdsDevices: boolean
}

/** The columns of a table and their meanings. */
export interface SheetColumns {
  readonly columns: readonly SheetColumn[]
  /** Index in `columns`, by the number of a column in the sheet. */
  readonly slots: ReadonlyMap<number, number>
  /** The names as written, and the role of each. */
  readonly names: readonly string[]
  readonly roles: readonly Role[]
  readonly headings: Headings
  /** The first line that may be a device. */
  readonly firstLine: number
}

/** Some rows below the names, to see that there is a table. */
const LOOKED_AT = HEADER_WITHIN + 5

/** @throws InputError `key-column`, and as the reader of the sheet */
export async function readSheetTable(sheet: Sheet, mapping: ColumnMapping): Promise<SheetTable> {
  const first: SheetRow[] = []
  for await (const rows of sheet.rows()) {
    first.push(...rows.slice(0, LOOKED_AT - first.length))
    if (first.length === LOOKED_AT) break
  }
  const header = findHeader(first.map(textsOf), mapping)
  const holdsDevices =
    first.length > header.next && header.names.some((name) => namesDevice(visibleName(name), mapping))
  return { sheet, header, first, holdsDevices }
}

/** @throws InputError `no-rows`, `no-header`, `missing-column`, `duplicate-column`, `key-column` */
export function sheetColumns({ header, first }: SheetTable, mapping: ColumnMapping): SheetColumns {
  const line = first[header.next - 1]?.line
  if (line === undefined) throw new InputError({ code: 'no-rows' })
  if (lacksHeader(header, first.map(textsOf))) throw new InputError({ code: 'no-header' })
  const written = header.names
    .map((name, at) => ({ name: visibleName(name), at }))
    .filter(({ name }) => name !== '')
  const names = written.map(({ name }) => name)
  const roles = rolesOf(names, mapping)
  const columns = [...new Set(names)]
  const places = new Map(columns.map((name, slot) => [name, slot]))
  return {
    columns: columns.map((name) => ({ name, field: fieldOf(roles[names.indexOf(name)]) })),
    slots: new Map(written.map(({ name, at }) => [at, places.get(name) ?? 0])),
    names,
    roles,
    headings: headingsOf(names, roles),
    firstLine: line + 1,
  }
}

/** Remarks on the names and the rows above them. */
export function notesOnNames({ header, first }: SheetTable): readonly RowIssue[] {
  return notesOnHeader({ header, rows: first.map(textsOf) }, first)
}

/** Whether a column tells which device a row belongs to. */
function namesDevice(name: string, mapping: ColumnMapping): boolean {
  const role = name === '' ? undefined : roleOf(name, mapping)
  return role !== undefined && (fieldOf(role) === 'devEui' || 'tag' in role)
}

/** The texts of a row, one for each column up to the last that has one. */
function textsOf({ cells }: SheetRow): readonly string[] {
  const texts = Array.from({ length: Math.min(MOST_COLUMNS, (cells.at(-1)?.column ?? -1) + 1) }, () => '')
  for (const { column, text } of cells) texts[column] = text
  return texts
}
