import { InputError } from '../issue.ts'
import { tooLarge } from '../workbook/fault.ts'
import type { MergedCells, SheetRow } from '../workbook/sheet.ts'
import { cellJson } from './cell-json.ts'
import type { CellProblem } from './cell-problem.ts'
import type { MergedLines } from './merged-lines.ts'
import type { SheetColumns, SheetTable } from './sheet-table.ts'

/** The longest line that the reader of records accepts. */
const LONGEST_LINE = 65_536
/** A character takes at most three bytes for each of its UTF-16 units. */
const SURELY_SHORT = Math.floor(LONGEST_LINE / 3)
/**
 * Lines are about as long as the XML of their rows, and twice as long with long names. Rows of a few bytes that
 * expand to much more would fill the disk.
 */
const MOST_FOR_A_BYTE = 8
const ALWAYS_WRITTEN = 64 << 20
const BATCH = 1 << 16

/** What is noticed while a sheet is transcribed. */
export interface SheetSights {
  /** The first hidden rows, and the number of all. */
  readonly hiddenLines: number[]
  hidden: number
  /** Columns with a number format that is not supported, with the first line of each. */
  readonly otherwise: Map<string, number>
  /** Columns without a name that have a value in a row of a device. */
  readonly nameless: Set<number>
}

export interface SheetLinesOptions {
  readonly table: SheetTable
  readonly columns: SheetColumns
  /** Leaves hidden rows out. */
  readonly visible: boolean
  /** Known from an earlier reading of the sheet; in XLSX merged cells are listed after the rows. */
  readonly merged: MergedLines | undefined
  readonly onMerged: (cells: MergedCells) => void
  readonly sights: SheetSights
}

const LINES_NAMED = 20
const COLUMNS_NAMED = 20

/**
 * A sheet as lines of `[row, object]`, or `[row, object, problems]` for a row that is refused. Holds only one batch
 * of rows in memory.
 *
 * @throws InputError `record-too-long`, `workbook-too-large`, and as the reader of the sheet
 */
export async function* sheetLines(options: SheetLinesOptions): AsyncGenerator<string> {
  const { table, columns, visible, onMerged, sights } = options
  const { sheet } = table
  const write = createRowWriter(options)
  const most = ALWAYS_WRITTEN + MOST_FOR_A_BYTE * sheet.size
  let written = 0
  for await (const rows of sheet.rows(onMerged)) {
    let text = ''
    for (const row of rows) {
      if (row.line < columns.firstLine) continue
      if (row.isHidden) {
        sights.hidden++
        if (sights.hiddenLines.length < LINES_NAMED) sights.hiddenLines.push(row.line)
        if (visible) continue
      }
      const line = write(row)
      if (line.length > SURELY_SHORT && Buffer.byteLength(line) > LONGEST_LINE)
        throw new InputError({ code: 'record-too-long', line: row.line })
      text += line
      written += line.length
      if (written > most) throw tooLarge(sheet.name)
      if (text.length < BATCH) continue
      yield text
      text = ''
    }
    if (text !== '') yield text
  }
}

function createRowWriter({
  columns: { columns, slots },
  merged,
  sights,
}: SheetLinesOptions): (row: SheetRow) => string {
  const keys = columns.map(({ name }, slot) => `${slot === 0 ? '' : ','}${JSON.stringify(name)}:`)
  const values: (string | undefined)[] = columns.map(() => undefined)
  const nothing = 'null'

  return ({ line, cells }) => {
    values.fill(undefined)
    const problems: CellProblem[] = []
    let isNamed = false
    for (const cell of cells) {
      const slot = slots.get(cell.column)
      const column = slot === undefined ? undefined : columns[slot]
      if (slot === undefined || column === undefined) continue
      isNamed = true
      const said = cellJson(cell, column.field)
      if ('problem' in said) problems.push({ code: said.problem, field: column.name })
      else {
        values[slot] = said.json
        if (!said.isAsFormatted && !sights.otherwise.has(column.name)) sights.otherwise.set(column.name, line)
      }
    }
    if (!isNamed) problems.push({ code: 'beside-table', place: columnLetters(cells[0]?.column ?? 0) })
    else if (cells.length > 0) noteNameless(cells)
    if (merged !== undefined && isNamed) addMerged(line, problems)
    let out = `[${line},{`
    for (let slot = 0; slot < keys.length; slot++) out += (keys[slot] ?? '') + (values[slot] ?? nothing)
    return problems.length === 0 ? `${out}}]\n` : `${out}},${JSON.stringify(problems)}]\n`
  }

  function noteNameless(cells: SheetRow['cells']): void {
    for (const { column } of cells)
      if (!slots.has(column) && sights.nameless.size < COLUMNS_NAMED) sights.nameless.add(column)
  }

  function addMerged(line: number, problems: CellProblem[]): void {
    merged?.goTo(line)
    for (const [slot, { name }] of columns.entries()) {
      const above = values[slot] === undefined ? merged?.above(slot) : undefined
      if (above !== undefined && !problems.some((problem) => 'field' in problem && problem.field === name))
        problems.push({ code: 'merged-cell', field: name, lines: [above] })
    }
  }
}

/** 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  const before = Math.floor(column / 26)
  return (before === 0 ? '' : columnLetters(before - 1)) + String.fromCharCode(65 + (column % 26))
}
