import { InputError } from '../../issue.ts'
import { damaged, tooLarge } from '../fault.ts'
import {
  LONGEST_ROW,
  LONGEST_TEXT,
  MOST_COLUMNS,
  MOST_LINES,
  MOST_SHEETS,
  type Cell,
  type MergedCells,
  type SheetRow,
} from '../sheet.ts'
import { attributeOf, type Attributes, type XmlHandler } from '../xml.ts'
import { cellAttributes, cellOf } from './cell-value.ts'
import { createParagraphText } from './paragraph.ts'

/** A row with the number of its repetitions. */
export interface RepeatedRow extends SheetRow {
  readonly times: number
}

/** Receives the sheets, in the order of the document. */
export interface ContentListener {
  sheet(name: string, isHidden: boolean): void
  row(row: RepeatedRow): void
  merged(cells: MergedCells): void
  endOfSheet(): void
}

/** The most cells that come from repetitions: more is not a list of devices, and would take minutes. */
const MOST_REPEATED = 1 << 24
/** Elements inside a paragraph that are not part of the cell's text. */
const ASIDE = new Set(['annotation', 'note', 'frame', 'ruby-text', 'custom-shape', 'g'])
const BLANK = new Set(['s', 'tab', 'line-break'])

/** Reads `content.xml` of an OpenDocument spreadsheet. Part 3 of version 1.3: 3.7 and 9.1. */
export function createContentReader(listener: ContentListener): XmlHandler {
  const hiddenStyles = new Set<string>()
  const paragraph = createParagraphText()
  let styleName = ''
  let depth = 0
  // The depths of the open elements that matter; 0 when they are not open.
  let [bodyAt, sheetAt, rowAt, cellAt, textAt, asideAt] = [0, 0, 0, 0, 0, 0]
  let hiddenGroups: number[] = []
  let [name, sheets, line, lines, column, columns, length, repeated] = ['', 0, 0, 0, 0, 0, 0, 0]
  let isHidden = false
  let cells: Cell[] = []
  let cell: ReturnType<typeof cellAttributes> | undefined

  function openSheet(attributes: Attributes): void {
    name = attributeOf(attributes, 'table:name') ?? ''
    if (++sheets > MOST_SHEETS) throw tooLarge()
    ;[sheetAt, line, lines, repeated] = [depth, 0, 1, 0]
    hiddenGroups = []
    listener.sheet(name, hiddenStyles.has(attributeOf(attributes, 'table:style-name') ?? ''))
  }

  function openRow(attributes: Attributes): void {
    const visibility = attributeOf(attributes, 'table:visibility') ?? 'visible'
    isHidden = visibility !== 'visible' || hiddenGroups.length > 0
    lines = times(attributes, 'table:number-rows-repeated')
    ;[rowAt, column, length, cells] = [depth, 0, 0, []]
  }

  function openCell(attributes: Attributes): void {
    cellAt = depth
    columns = times(attributes, 'table:number-columns-repeated')
    cell = cellAttributes(attributes)
    const below = times(attributes, 'table:number-rows-spanned') - 1
    const beside = times(attributes, 'table:number-columns-spanned') - 1
    if (below > 0)
      listener.merged({
        firstLine: line + 1,
        lastLine: line + 1 + below,
        firstColumn: column,
        lastColumn: column + beside,
      })
  }

  function closeCell(): void {
    cellAt = 0
    const found = cell === undefined ? undefined : cellOf(column, cell, paragraph.take())
    if (found !== undefined) addCells(found)
    column += columns
  }

  function addCells(found: Cell): void {
    if (column + columns > MOST_COLUMNS) throw new InputError({ code: 'cell-out-of-range', sheet: name })
    length += (found.text.length + 1) * columns
    if (length > LONGEST_ROW) throw new InputError({ code: 'record-too-long', line: line + 1 })
    repeated += columns - 1
    if (repeated > MOST_REPEATED) throw tooLarge(name)
    for (let next = 0; next < columns; next++)
      cells.push(next === 0 ? found : { ...found, column: column + next })
  }

  function closeRow(): void {
    rowAt = 0
    if (cells.length > 0) {
      if (line + lines > MOST_LINES) throw new InputError({ code: 'cell-out-of-range', sheet: name })
      listener.row({ line: line + 1, isHidden, cells, times: lines })
    }
    line += lines
  }

  function times(attributes: Attributes, attribute: string): number {
    const written = attributeOf(attributes, attribute)
    if (written === undefined) return 1
    if (!/^\d{1,9}$/.test(written)) throw damaged('place', name)
    return Math.max(1, Number(written))
  }

  function openInCell(element: string, attributes: Attributes): void {
    if (textAt === 0) {
      if (depth !== cellAt + 1 || (element !== 'p' && element !== 'h')) return
      textAt = depth
      paragraph.begin()
    } else if (asideAt === 0) {
      if (ASIDE.has(element)) asideAt = depth
      else if (BLANK.has(element)) paragraph.addBlank(element, times(attributes, 'text:c'))
    }
  }

  return {
    open(element, attributes) {
      depth++
      if (cellAt > 0) openInCell(element, attributes)
      else if (rowAt > 0) {
        if (element === 'table-cell' || element === 'covered-table-cell') openCell(attributes)
      } else if (sheetAt > 0) {
        if (element === 'table-row') openRow(attributes)
        else if (element === 'table-row-group' && attributeOf(attributes, 'table:display') === 'false')
          hiddenGroups.push(depth)
      } else if (bodyAt > 0) {
        // Deeper tables are copies of other documents, or were deleted.
        if (element === 'table' && depth === bodyAt + 1) openSheet(attributes)
      } else if (element === 'spreadsheet') bodyAt = depth
      else if (element === 'style') styleName = attributeOf(attributes, 'style:name') ?? ''
      else if (element === 'table-properties' && attributeOf(attributes, 'table:display') === 'false')
        hiddenStyles.add(styleName)
    },
    close() {
      if (depth === asideAt) asideAt = 0
      else if (depth === textAt) textAt = 0
      else if (depth === cellAt) closeCell()
      else if (depth === rowAt) closeRow()
      else if (depth === hiddenGroups.at(-1)) hiddenGroups.pop()
      else if (depth === sheetAt) {
        sheetAt = 0
        listener.endOfSheet()
      }
      depth--
    },
    text(piece) {
      if (textAt === 0 || asideAt > 0) return
      paragraph.add(piece)
      if (paragraph.length > LONGEST_TEXT) throw new InputError({ code: 'record-too-long', line: line + 1 })
    },
  }
}
