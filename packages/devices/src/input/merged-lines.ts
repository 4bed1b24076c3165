import { tooLarge } from '../workbook/fault.ts'
import type { MergedCells } from '../workbook/sheet.ts'
import type { SheetColumns } from './sheet-table.ts'

/** Sheets are laid out by hand; more merged cells were made to take time. */
const MOST = 10_000

/** Cells of a table's columns that are merged over several lines. */
export interface MergedLines {
  /** Records merged cells, if they belong to the table. */
  add(cells: MergedCells): void
  readonly isEmpty: boolean
  /** Moves on to a line; lines have to be given in ascending order. */
  goTo(line: number): void
  /** The line above the current one with which a column's cell is merged. */
  above(slot: number): number | undefined
}

/** @throws InputError `workbook-too-large` */
export function createMergedLines({ slots, firstLine }: SheetColumns, sheet: string): MergedLines {
  const waiting: (MergedCells & { readonly columns: readonly number[] })[] = []
  const under = new Map<number, { readonly first: number; readonly last: number }>()
  let isSorted = false
  let at = 0

  return {
    add(cells) {
      if (cells.lastLine <= firstLine) return
      const columns = [...slots]
        .filter(([column]) => column >= cells.firstColumn && column <= cells.lastColumn)
        .map(([, slot]) => slot)
      if (columns.length === 0) return
      if (waiting.length === MOST) throw tooLarge(sheet)
      waiting.push({ ...cells, columns })
    },
    get isEmpty() {
      return waiting.length === 0
    },
    goTo(line) {
      if (!isSorted) waiting.sort((a, b) => b.firstLine - a.firstLine)
      isSorted = true
      at = line
      for (let next = waiting.at(-1); next !== undefined && next.firstLine < line; next = waiting.at(-1)) {
        waiting.pop()
        for (const slot of next.columns) under.set(slot, { first: next.firstLine, last: next.lastLine })
      }
    },
    above(slot) {
      const cells = under.get(slot)
      return cells === undefined || cells.last < at ? undefined : cells.first
    },
  }
}
