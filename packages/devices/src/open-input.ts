import type { Readable } from 'node:stream'
import type { ColumnMapping } from './input/columns.ts'
import type { IdNotation, Input } from './input/input.ts'
import { openFile, type OpenFile } from './input/open.ts'
import { InputError } from './issue.ts'
import { notationOf } from './rows/ids.ts'
import { readRows } from './rows/read-rows.ts'

/** An input that can be read as often as needed, until it is disposed of. */
export type OpenInput = OpenFile

export interface InputOptions {
  /** The maker's own names of columns. */
  readonly columns?: ColumnMapping | undefined
  /** The notation of the IDs of vendor and profile, if the file does not show it. */
  readonly ids?: IdNotation | undefined
  /** Leaves hidden rows and sheets of a workbook out. Default false: they count like the others, with a note. */
  readonly visible?: boolean | undefined
}

/**
 * Opens a file or a stream of devices, and reads its first rows. Its first bytes decide what it is, not its name.
 *
 * @throws InputError `ids-ambiguous`, and as `openFile`
 */
export async function openInput(
  source: string | Readable,
  { columns = {}, ids, visible = false }: InputOptions = {},
): Promise<OpenInput> {
  const opened = await openFile(source, columns, visible)
  try {
    const notation = ids ?? notationIn(opened.input)
    return notation === undefined ? opened : { ...opened, input: { ...opened.input, ids: notation } }
  } catch (error) {
    await opened.dispose()
    throw error
  }
}

/** Hexadecimal as soon as one ID cannot be anything else. */
function notationIn(input: Input): IdNotation | undefined {
  const [rows = []] = readRows(input)
  const said = rows.map(({ cells }) => ({ cells, notation: notationOf(cells?.fields ?? {}) }))
  if (said.some(({ notation }) => notation === 'hex')) return 'hex'
  const unsure = said.find(({ notation }) => notation === 'either')?.cells
  if (unsure === undefined) return undefined
  const field = unsure.fields.vendorId === undefined ? 'vendorProfileId' : 'vendorId'
  throw new InputError({ code: 'ids-ambiguous', field, column: unsure.headings?.[field] })
}
