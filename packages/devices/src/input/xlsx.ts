import readSheets, { type CellValue, type Sheet, type SheetData } from 'read-excel-file/node'
import { InputError } from '../issue.ts'
import { fieldOf, roleOf, rolesOf, type ColumnMapping } from './columns.ts'

/**
 * Transcribes the sheet of a workbook that has devices, or else the first one, into lines of `[row, object]`. Numbers
 * stay numbers, so that the row reader refuses them where the spreadsheet has eaten digits. Held in memory: a sheet
 * ends at 1,048,576 rows.
 *
 * @throws InputError `not-a-workbook`, `several-sheets`, `no-rows`, `missing-column`, `duplicate-column`, `key-column`
 */
export async function* numberedSheetRows(path: string, mapping: ColumnMapping): AsyncGenerator<string> {
  let names: readonly string[] | undefined
  for (const [index, row] of (await sheetOf(path, mapping)).entries()) {
    if (isBlank(row)) continue
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
  if (names === undefined) throw new InputError({ code: 'no-rows' })
}

async function sheetOf(path: string, mapping: ColumnMapping): Promise<SheetData> {
  const sheets = await sheetsOf(path)
  const [first, ...others] = sheets.filter(({ data }) => hasDevices(data, mapping))
  if (others.length > 0)
    throw new InputError({ code: 'several-sheets', names: [first, ...others].map((one) => one?.sheet ?? '') })
  return (first ?? sheets[0])?.data ?? []
}

async function sheetsOf(path: string): Promise<readonly Sheet[]> {
  try {
    return await readSheets(path)
  } catch {
    throw new InputError({ code: 'not-a-workbook' })
  }
}

/** Whether there is a column of DevEUIs, and something below it. */
function hasDevices(data: SheetData, mapping: ColumnMapping): boolean {
  const [header, row] = data.filter((cells) => !isBlank(cells))
  const names = header?.map((cell) => String(cell ?? '').trim()) ?? []
  return row !== undefined && names.some((name) => fieldOf(roleOf(name, mapping)) === 'devEui')
}

function isBlank(row: SheetData[number]): boolean {
  return row.every((cell) => cell === null || cell === '')
}

function plain(cell: CellValue | null): string | number | boolean | null {
  if (cell instanceof Date) return cell.toISOString()
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null
}
