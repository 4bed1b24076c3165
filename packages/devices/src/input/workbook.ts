import { spool, type TemporaryFile } from '@claimtag/disk'
import { InputError } from '../issue.ts'
import { openWorkbook } from '../workbook/open-workbook.ts'
import type { Sheet } from '../workbook/sheet.ts'
import { rowIssue, type RowIssue } from '../row-issue.ts'
import type { ColumnMapping } from './columns.ts'
import { columnsOf, type BegunInput, type JsonLinesInput } from './input.ts'
import { createMergedLines } from './merged-lines.ts'
import { columnLetters, sheetLines, type SheetSights } from './sheet-lines.ts'
import { notesOnNames, readSheetTable, sheetColumns, type SheetTable } from './sheet-table.ts'

export interface WorkbookOptions {
  readonly mapping: ColumnMapping
  /** Leaves hidden rows and sheets out. */
  readonly visible: boolean
}

/**
 * Transcribes the sheet of a workbook that has devices, or else the first one, into lines of `[row, object]`. Rows
 * are written as they are read: memory does not grow with the sheet.
 *
 * @param kept called with each temporary file that has to stay until the input is disposed of
 * @throws InputError `not-a-workbook`, `damaged-workbook`, `workbook-too-large`, `cell-out-of-range`, `foreign-file`,
 *   `record-too-long`, `several-sheets`, `no-visible-devices`, `no-rows`, `no-header`, `missing-column`,
 *   `unknown-column`, `duplicate-column`, `key-column`
 */
export async function beginWorkbook(
  path: string,
  { mapping, visible }: WorkbookOptions,
  kept: (made: Promise<TemporaryFile>) => Promise<string>,
): Promise<BegunInput<JsonLinesInput>> {
  const table = await chooseTable(await openWorkbook(path), mapping, visible)
  const columns = sheetColumns(table, mapping)
  const merged = createMergedLines(columns, table.sheet.name)
  const transcribe = async (isMerged: boolean) => {
    const sights: SheetSights = { hiddenLines: [], hidden: 0, otherwise: new Map(), nameless: new Set() }
    const lines = sheetLines({
      table,
      columns,
      visible,
      merged: isMerged ? merged : undefined,
      onMerged: (cells) => (isMerged ? undefined : merged.add(cells)),
      sights,
    })
    return { path: await kept(spool(lines)), sights }
  }
  const first = await transcribe(false)
  // Merged cells are listed after the rows; if there are any, the sheet is read a second time.
  const { path: lines, sights } = merged.isEmpty ? first : await transcribe(true)
  const { roles, headings } = columns
  return {
    input: { kind: 'ndjson', path: lines, start: 0, line: 1, mapping, numbered: true, roles, headings },
    columns: columnsOf(columns.names, roles),
    notes: [...notesOnNames(table), ...notesOn(table, sights, visible)].sort((a, b) => a.line - b.line),
  }
}

function notesOn(
  { sheet, header, first }: SheetTable,
  { hidden, hiddenLines, otherwise, nameless }: SheetSights,
  visible: boolean,
): readonly RowIssue[] {
  const line = first[header.at]?.line ?? 1
  const [firstHidden] = hiddenLines
  return [
    ...(sheet.isHidden ? [rowIssue(line, { code: 'hidden-sheet', sheet: sheet.name })] : []),
    ...(firstHidden === undefined
      ? []
      : [
          rowIssue(firstHidden, {
            code: 'hidden-rows',
            lines: hiddenLines,
            count: hidden,
            areLeftOut: visible,
          }),
        ]),
    ...[...otherwise].map(([column, at]) => rowIssue(at, { code: 'shown-otherwise', column })),
    ...(nameless.size === 0
      ? []
      : [rowIssue(line, { code: 'nameless-columns', columns: [...nameless].map(columnLetters) })]),
  ]
}

async function chooseTable(
  sheets: readonly Sheet[],
  mapping: ColumnMapping,
  visible: boolean,
): Promise<SheetTable> {
  const tables: SheetTable[] = []
  let first: SheetTable | undefined
  for (const sheet of sheets) {
    const table = await readSheetTable(sheet, mapping)
    if (table.holdsDevices) tables.push(table)
    else if (first === undefined && table.first.length > 0 && !(visible && sheet.isHidden)) first = table
  }
  const shown = tables.filter(({ sheet }) => !visible || !sheet.isHidden)
  if (shown.length > 1) throw new InputError({ code: 'several-sheets', names: shown.map(nameOf) })
  if (shown.length === 0 && tables.length > 0)
    throw new InputError({ code: 'no-visible-devices', names: tables.map(({ sheet }) => sheet.name) })
  const chosen = shown[0] ?? first
  if (chosen === undefined) throw new InputError({ code: 'no-rows' })
  return chosen
}

function nameOf({ sheet }: SheetTable): string {
  return sheet.isHidden ? `${sheet.name} (hidden)` : sheet.name
}
