import { openHandleToRead } from '@claimtag/disk'
import type { FileHandle } from 'node:fs/promises'
import type { Cell, Sheet, SheetRow } from '../workbook/sheet.ts'
import { columnPages, type PageBudget } from './column-pages.ts'
import { decompressor } from './decompress.ts'
import { damagedParquet, tooLargeParquet } from './fault.ts'
import { type ParquetColumn, type ParquetFooter, readFooter, type RowGroup } from './footer.ts'
import { type DecodedArray, type Hyparquet, loadHyparquet } from './hyparquet.ts'
import { cellOf, type ColumnKind, kindOf, TEXT_PARSERS } from './value.ts'

/** A Parquet file as a sheet: the names of its columns on line 0, and its rows from line 1 on. */
export interface OpenParquet {
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[]
  readonly rows: number
  /** @param columns numbers of the columns that are read */
  readonly sheet: (columns: readonly number[]) => Sheet
}

const BATCH = 1024
/** What may be decompressed: as with workbooks, a file does not grow by more than this. */
const MOST_RATIO = 200
const ALWAYS_UNPACKED = 64 << 20
const MOST_HELD = 384 << 20
/** Each row of a sheet's lines has its names again, and values that a file has once for many rows. */
const BYTES_OF_A_ROW = 64

/**
 * Opens a Parquet file. Its columns are read a page at a time, side by side: memory grows neither with the file nor
 * with its groups of rows.
 *
 * @throws InputError `damaged-parquet`, `parquet-too-large`, `parquet-unsupported`, `parquet-reader-missing`
 */
export async function openParquet(path: string): Promise<OpenParquet> {
  const hyparquet = await loadHyparquet()
  const footer = await withFile(path, (file) => readFooter(file, hyparquet))
  const columns = footer.columns.map(({ name, element, isFlat }) => ({
    name,
    kind: isFlat ? kindOf(element) : ('unreadable' as const),
  }))
  return {
    columns,
    rows: footer.rows,
    sheet: (chosen) => ({
      name: '',
      isHidden: false,
      size: footer.size + footer.rows * BYTES_OF_A_ROW,
      rows: () => readRows(path, footer, chosen, hyparquet),
    }),
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openHandleToRead(path)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

async function* readRows(
  path: string,
  footer: ParquetFooter,
  chosen: readonly number[],
  hyparquet: Hyparquet,
): AsyncGenerator<readonly SheetRow[]> {
  const file = await openHandleToRead(path)
  try {
    yield [{ line: 0, isHidden: false, cells: footer.columns.flatMap(nameCell) }]
    const budget = createBudget(footer.size)
    let before = 0
    for (const group of footer.groups) {
      const columns = await Promise.all(
        chosen.map((number) => columnReader(file, footer, number, group, budget, hyparquet)),
      )
      for (let done = 0; done < group.rows; done += BATCH) {
        const count = Math.min(BATCH, group.rows - done)
        const cells: Cell[][] = Array.from({ length: count }, () => [])
        // One after the other, so that their cells are in the order of columns.
        for (const read of columns) await read(cells)
        yield cells.map((row, index) => ({ line: before + done + index + 1, isHidden: false, cells: row }))
      }
      before += group.rows
    }
  } finally {
    await file.close()
  }
}

function nameCell({ name }: ParquetColumn, column: number): readonly Cell[] {
  return name === '' ? [] : [{ column, kind: 'text', text: name }]
}

/** Adds the next values of a column to as many rows. */
async function columnReader(
  file: FileHandle,
  footer: ParquetFooter,
  number: number,
  { pieces, rows }: RowGroup,
  budget: PageBudget,
  hyparquet: Hyparquet,
): Promise<(cells: readonly Cell[][]) => Promise<void>> {
  const column = footer.columns[number]
  const piece = column && pieces.get(column.name)
  if (column === undefined || piece === undefined) throw damagedParquet('footer')
  const decompress = await decompressor(piece.codec, hyparquet)
  const { start, end } = piece
  const pages = columnPages({
    file,
    column,
    start,
    end,
    rows,
    decompress,
    hyparquet,
    parsers: TEXT_PARSERS,
    budget,
  })
  const kind = kindOf(column.element)
  let page: DecodedArray = []
  let at = 0
  return async (cells) => {
    for (const row of cells) {
      while (at === page.length) {
        const next = await pages.next()
        if (next.done === true) throw damagedParquet('rows')
        page = next.value
        at = 0
      }
      const cell = cellOf(page[at++], number, kind)
      if (cell !== undefined) row.push(cell)
    }
  }
}

function createBudget(size: number): PageBudget {
  const most = ALWAYS_UNPACKED + size * MOST_RATIO
  const held = new Map<string, number>()
  let [unpacked, all] = [0, 0]
  return {
    unpacked(bytes) {
      unpacked += bytes
      if (unpacked > most) throw tooLargeParquet()
    },
    holds(column, bytes) {
      all += bytes - (held.get(column) ?? 0)
      held.set(column, bytes)
      if (all > MOST_HELD) throw tooLargeParquet()
    },
  }
}
