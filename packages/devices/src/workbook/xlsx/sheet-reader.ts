import { InputError } from '../../issue.ts'
import { damaged } from '../fault.ts'
import { LONGEST_ROW, LONGEST_TEXT, type Cell, type MergedCells, type SheetRow } from '../sheet.ts'
import { attributeOf, type Attributes, type XmlHandler } from '../xml.ts'
import { assertInRange, cellPlace } from './cell-place.ts'
import { cellOf } from './cell-value.ts'
import type { SheetContext } from './sheet-context.ts'

export interface SheetReader {
  readonly handler: XmlHandler
  /** The rows that were completed since the last call. */
  readonly take: () => readonly SheetRow[]
}

/** ECMA-376 part 1, 18.3.1: `worksheet` contains `sheetData` with the rows, and then `mergeCells`. */
export function createSheetReader(
  context: SheetContext,
  onMerged: ((cells: MergedCells) => void) | undefined,
): SheetReader {
  const { sheet } = context
  let rows: SheetRow[] = []
  let cells: Cell[] = []
  let [inData, inRow, inCell, isHidden] = [false, false, false, false]
  let [line, column, length] = [0, -1, 0]
  let [type, style, value] = ['', '', '']
  let [hasFormula, isWanted, inPhonetic] = [false, false, false]

  function openRow(attributes: Attributes): void {
    const written = attributeOf(attributes, 'r')
    const next = written === undefined ? line + 1 : Number(written)
    if (!/^\d*$/.test(written ?? '') || next <= line) throw damaged('place', sheet)
    assertInRange(next, 0, sheet)
    line = next
    ;[column, length, inRow] = [-1, 0, true]
    isHidden = isTrue(attributeOf(attributes, 'hidden'))
  }

  function openCell(attributes: Attributes): void {
    const reference = attributeOf(attributes, 'r')
    const place = reference === undefined ? { line, column: column + 1 } : cellPlace(reference, sheet)
    if (place.line !== line || place.column <= column) throw damaged('place', sheet)
    assertInRange(line, place.column, sheet)
    column = place.column
    type = attributeOf(attributes, 't') ?? 'n'
    style = attributeOf(attributes, 's') ?? ''
    ;[value, hasFormula, inCell] = ['', false, true]
  }

  function closeCell(): void {
    inCell = false
    if (value === '' && !hasFormula) return
    const cell = cellOf({ column, type, style: Number(style), value, hasFormula }, context)
    if (cell === undefined) return
    length += cell.text.length
    if (length > LONGEST_ROW) throw new InputError({ code: 'record-too-long', line })
    cells.push(cell)
  }

  function closeRow(): void {
    inRow = false
    if (cells.length === 0) return
    rows.push({ line, isHidden, cells })
    cells = []
  }

  return {
    handler: {
      open(name, attributes) {
        if (inCell) {
          if (name === 'f') hasFormula = true
          else if (name === 'rPh') inPhonetic = true
          else if (name === 'v' || name === 't') isWanted = !inPhonetic
        } else if (inRow) {
          if (name === 'c') openCell(attributes)
        } else if (inData) {
          if (name === 'row') openRow(attributes)
        } else if (name === 'sheetData') inData = true
        else if (name === 'mergeCell') {
          const cellsOfMerge = mergedCells(attributeOf(attributes, 'ref') ?? '', sheet)
          if (cellsOfMerge !== undefined) onMerged?.(cellsOfMerge)
        }
      },
      close(name) {
        if (name === 'v' || name === 't') isWanted = false
        else if (name === 'c' && inCell) closeCell()
        else if (name === 'row' && inRow) closeRow()
        else if (name === 'rPh') inPhonetic = false
        else if (name === 'sheetData') inData = false
      },
      text(piece) {
        if (!isWanted) return
        value = value === '' ? piece : value + piece
        if (value.length > LONGEST_TEXT) throw new InputError({ code: 'record-too-long', line })
      },
    },
    take() {
      const taken = rows
      rows = []
      return taken
    },
  }
}

/** `B2:B4`; only merged cells of several lines matter. */
function mergedCells(reference: string, sheet: string): MergedCells | undefined {
  const [first = '', last = first] = reference.split(':')
  const [from, to] = [cellPlace(first, sheet), cellPlace(last, sheet)]
  return from.line >= to.line
    ? undefined
    : { firstLine: from.line, lastLine: to.line, firstColumn: from.column, lastColumn: to.column }
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
