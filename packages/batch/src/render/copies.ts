import type { Device } from '@claimtag/devices'
import type { InputColumn } from '@claimtag/devices/parts'
import { BatchError } from '../issue.ts'
import { acrossOf } from './print-rows.ts'
import { type CopiesColumn, isCopiesColumn, type Printing } from './printing.ts'
import type { Template } from '@claimtag/label'

/** Headings of a column with numbers of copies. They are looked for only when such a column was asked for. */
const HEADINGS: ReadonlySet<string> = new Set(['copies', 'qty', 'quantity', 'labels', 'anzahl', 'menge'])

/** As many as a stream repeats in a language that has no command for copies. */
export const MOST_COPIES = 1000

/**
 * Names the column of copies as the input does.
 *
 * @param columns those of the input
 * @throws BatchError `copies-column`, `copies-unclear`, `copies-across`
 */
export function withCopiesColumn(
  printing: Printing | undefined,
  columns: readonly InputColumn[],
  template: Template,
): Printing | undefined {
  const copies = printing?.copies
  if (!isCopiesColumn(copies)) return printing
  // A row is printed as one, so its labels have the same number of copies.
  const across = acrossOf(template)
  if (across !== undefined) throw new BatchError({ code: 'copies-across', columns: across.columns })
  const names = columns.flatMap(({ name, field }) => (field === undefined ? [name] : []))
  const found = names.filter((name) => isMeant(name, copies))
  const exact = found.find((name) => name === copies.column)
  if (exact === undefined && found.length > 1) throw new BatchError({ code: 'copies-unclear', names: found })
  const column = exact ?? found[0]
  if (column === undefined)
    throw new BatchError({ code: 'copies-column', column: copies.column ?? '', names })
  return { ...printing, copies: { column } }
}

function isMeant(name: string, { column }: CopiesColumn): boolean {
  const heading = name.trim().toLowerCase()
  return column === undefined ? HEADINGS.has(heading) : heading === column.trim().toLowerCase()
}

/** How many copies a device's cell asks for; `undefined` for anything but 1 to `MOST_COPIES`. */
export function copiesIn(
  { columns }: Pick<Device, 'columns'>,
  { column = '' }: CopiesColumn,
): number | undefined {
  const text = (Object.hasOwn(columns, column) ? columns[column] : undefined)?.trim() ?? ''
  return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MOST_COPIES ? Number(text) : undefined
}
