import type { Archive } from '../archive.ts'
import { readXml, readXmlPieces } from '../read-xml.ts'
import { LARGEST_SHEET, type MergedCells, type Sheet, type SheetRow } from '../sheet.ts'
import { createContentReader, type ContentListener, type RepeatedRow } from './content-reader.ts'

const CONTENT = { name: 'content.xml', most: LARGEST_SHEET }
/** Rows come in batches, since one row may be repeated a million times. */
const BATCH = 1000

const NOTHING: ContentListener = {
  sheet: () => undefined,
  row: () => undefined,
  merged: () => undefined,
  endOfSheet: () => undefined,
}

/**
 * The sheets of an OpenDocument spreadsheet, as LibreOffice writes them.
 *
 * @throws InputError `damaged-workbook`, `workbook-too-large`, `cell-out-of-range`, `record-too-long`, `foreign-file`
 */
export async function openOds(archive: Archive): Promise<readonly Sheet[]> {
  const sheets: Sheet[] = []
  const listener: ContentListener = {
    ...NOTHING,
    sheet(name, isHidden) {
      const index = sheets.length
      const size = archive.sizeOf(CONTENT.name)
      sheets.push({ name, isHidden, size, rows: (onMerged) => rowsOf(archive, index, name, onMerged) })
    },
  }
  await readXml(archive, CONTENT, createContentReader(listener))
  return sheets
}

/** One file contains all sheets: those before the wanted one are skipped, those after it not read. */
async function* rowsOf(
  archive: Archive,
  wanted: number,
  sheet: string,
  onMerged: ((cells: MergedCells) => void) | undefined,
): AsyncGenerator<readonly SheetRow[]> {
  let rows: RepeatedRow[] = []
  let [index, isOver] = [-1, false]
  const handler = createContentReader({
    sheet: () => index++,
    row(row) {
      if (index === wanted) rows.push(row)
    },
    merged(cells) {
      if (index === wanted) onMerged?.(cells)
    },
    endOfSheet() {
      isOver = index === wanted
    },
  })
  for await (const _ of readXmlPieces(archive, { ...CONTENT, sheet }, handler)) {
    const taken = rows
    rows = []
    yield* repeated(taken)
    if (isOver) return
  }
}

function* repeated(rows: readonly RepeatedRow[]): Generator<readonly SheetRow[]> {
  let batch: SheetRow[] = []
  for (const { times, ...row } of rows) {
    for (let next = 0; next < times; next++) {
      batch.push(next === 0 ? row : { ...row, line: row.line + next })
      if (batch.length < BATCH) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}
