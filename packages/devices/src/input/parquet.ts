import { spool, type TemporaryFile } from '@claimtag/disk'
import { InputError } from '../issue.ts'
import { type OpenParquet, openParquet } from '../parquet/open-parquet.ts'
import type { Sheet } from '../workbook/sheet.ts'
import { type ColumnMapping, fieldOf } from './columns.ts'
import { visibleName } from './header.ts'
import { columnsOf, type BegunInput, type JsonLinesInput } from './input.ts'
import { sheetLines, type SheetSights } from './sheet-lines.ts'
import { notesOnNames, type SheetColumns, sheetColumns, type SheetTable } from './sheet-table.ts'

/** Fields that eight bytes can only mean one text of. */
const EUIS: readonly (string | undefined)[] = ['devEui', 'joinEui']

/**
 * Transcribes a Parquet file into lines of `[row, object]`, as a workbook is: rows are counted from 1, and the names of
 * its columns are those of its schema. Columns that are nested or made of bytes are left out, or refused when they
 * hold a field.
 *
 * @param kept called with each temporary file that has to stay until the input is disposed of
 * @throws InputError `damaged-parquet`, `parquet-too-large`, `parquet-unsupported`, `parquet-columns`,
 *   `parquet-reader-missing`, `record-too-long`, `no-rows`, `missing-column`, `unknown-column`, `duplicate-column`,
 *   `key-column`
 */
export async function beginParquet(
  path: string,
  mapping: ColumnMapping,
  kept: (made: Promise<TemporaryFile>) => Promise<string>,
): Promise<BegunInput<JsonLinesInput>> {
  const parquet = await openParquet(path)
  if (parquet.rows === 0) throw new InputError({ code: 'no-rows' })
  const names = parquet.columns.map(({ name }) => name)
  const read = readable(parquet, sheetColumns(tableOf(parquet.sheet([]), names), mapping))
  // A column without a name is not transcribed.
  const table = tableOf(
    parquet.sheet(read),
    names.map((name, at) => (read.includes(at) ? name : '')),
  )
  const columns = sheetColumns(table, mapping)
  const sights: SheetSights = { hiddenLines: [], hidden: 0, otherwise: new Map(), nameless: new Set() }
  const lines = await kept(
    spool(
      sheetLines({ table, columns, visible: true, merged: undefined, onMerged: () => undefined, sights }),
    ),
  )
  const { roles, headings } = columns
  return {
    input: { kind: 'ndjson', path: lines, start: 0, line: 1, mapping, numbered: true, roles, headings },
    columns: columnsOf(columns.names, roles),
    notes: notesOnNames(table),
  }
}

/** The names are those of the schema, whatever stands in the rows. */
function tableOf(sheet: Sheet, names: readonly string[]): SheetTable {
  const cells = names.map((text, column) => ({ column, kind: 'text' as const, text }))
  return {
    sheet,
    header: { names, at: 0, isJoined: false, hasUnits: false, next: 1, known: 0 },
    first: [{ line: 0, isHidden: false, cells }],
    holdsDevices: true,
  }
}

/** The numbers of the columns whose values can only mean one thing. */
function readable({ columns }: OpenParquet, { names, roles }: SheetColumns): readonly number[] {
  const meanings = new Map(names.map((name, at) => [name, roles[at]]))
  const unread: string[] = []
  const read = columns.flatMap(({ name, kind }, at) => {
    const role = meanings.get(visibleName(name))
    const field = fieldOf(role)
    if (kind === 'plain' || kind === 'date' || (kind === 'bytes' && EUIS.includes(field))) return [at]
    if (field !== undefined || (role !== undefined && 'tag' in role)) unread.push(visibleName(name))
    return []
  })
  if (unread.length > 0) throw new InputError({ code: 'parquet-columns', columns: unread })
  return read
}
