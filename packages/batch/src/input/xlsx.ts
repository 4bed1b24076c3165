import { readSheet, type CellValue, type SheetData } from 'read-excel-file/node'
import { BatchError } from '../issue.ts'
import { rolesOf, type ColumnMapping } from '../rows/columns.ts'

/**
 * Transcribes the first sheet of a workbook into lines of `[row, object]`. Numbers stay numbers, so that the row
 * reader refuses them where the spreadsheet has eaten digits. Held in memory: a sheet ends at 1,048,576 rows.
 *
 * @throws BatchError `not-a-workbook`, `no-rows`, `missing-column`, `duplicate-column`, `key-column`
 */
export async function* numberedSheetRows(path: string, mapping: ColumnMapping): AsyncGenerator<string> {
  let names: readonly string[] | undefined
  for (const [index, row] of (await sheetOf(path)).entries()) {
    if (row.every((cell) => cell === null || cell === '')) continue
    if (names === undefined) {
      names = row.map((cell) => (cell === null ? '' : String(cell).trim()))
      rolesOf(
        names.filter((name) => name !== ''),
        mapping,
      )
      continue
    }
    const cells = names.map((name, column) => [name, plain(row[column] ?? null)] as const)
    const object = Object.fromEntries(cells.filter(([name]) => name !== ''))
    yield `${JSON.stringify([index + 1, object])}\n`
  }
  if (names === undefined) throw new BatchError({ code: 'no-rows' })
}

async function sheetOf(path: string): Promise<SheetData> {
  try {
    return await readSheet(path)
  } catch {
    throw new BatchError({ code: 'not-a-workbook' })
  }
}

function plain(cell: CellValue | null): string | number | boolean | null {
  if (cell instanceof Date) return cell.toISOString()
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null
}
