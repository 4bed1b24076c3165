import { openWorkbook } from '../../src/workbook/open-workbook.ts'
import type { MergedCells, SheetRow } from '../../src/workbook/sheet.ts'
import { temporaryFile } from '../../../disk/test/temporary.ts'

export interface ReadSheet {
  readonly name: string
  readonly isHidden: boolean
  readonly rows: readonly SheetRow[]
  readonly merged: readonly MergedCells[]
}

/** Everything in a workbook. */
export async function sheetsOf(content: Buffer): Promise<readonly ReadSheet[]> {
  const read: ReadSheet[] = []
  for (const { name, isHidden, rows } of await openWorkbook(temporaryFile(content))) {
    const merged: MergedCells[] = []
    const all: SheetRow[] = []
    for await (const batch of rows((cells) => merged.push(cells))) all.push(...batch)
    read.push({ name, isHidden, rows: all, merged })
  }
  return read
}

/** The cells of the first sheet by row: kind and text. */
export async function cellsOf(content: Buffer): Promise<readonly (readonly string[])[]> {
  const [sheet] = await sheetsOf(content)
  return sheet?.rows.map(({ cells }) => cells.map(({ kind, text }) => `${kind} ${text}`.trim())) ?? []
}

/** Why a workbook is refused. */
export function issueOf(content: Buffer): Promise<unknown> {
  return sheetsOf(content).then(
    () => undefined,
    (error: unknown) => (error as { issue: unknown }).issue,
  )
}
