import type { Device, DeviceField } from '@claimtag/devices'
import { type Input, type NamedColumn, inputColumns } from '@claimtag/devices/parts'
import { csvCell, csvLine, guarded } from './csv-line.ts'

/** The layout of a payload CSV, as plain data. */
export interface PayloadLayout {
  readonly columns: readonly NamedColumn[]
  /**
   * Whether cells that a spreadsheet would execute get an apostrophe. The payload never gets one, since it must stay
   * as it is.
   */
  readonly guard: boolean
}

/** The header of payload CSV before it had the input's columns; jobs of that time can still be verified. */
export const FORMER_HEADER = csvLine(['devEui', 'joinEui', 'serialNumber', 'payload'])

const PAYLOAD = 'payload'

export function payloadLayout(inputs: readonly Input[], guard: boolean): PayloadLayout {
  return { columns: inputColumns(inputs), guard }
}

/** The names of the input's columns, and `payload` last, as BarTender and NiceLabel map them. */
export function payloadHeader({ columns, guard }: PayloadLayout): string {
  const names = columns.map(({ name }) => name)
  const isTaken = names.some((name) => name.trim().toLowerCase() === PAYLOAD)
  return csvLine([...(guard ? names.map(guarded) : names), isTaken ? `claimtag ${PAYLOAD}` : PAYLOAD])
}

/** A device for label programs that draw the symbol themselves. The payload contains the token. */
export function payloadLine(
  { fields, columns: own, text }: Device,
  { columns, guard }: PayloadLayout,
): string {
  let line = ''
  for (const { role } of columns) {
    const cell = ('field' in role ? fieldIn(fields, role.field, columns) : own[role.column]) ?? ''
    line += `${csvCell(guard ? guarded(cell) : cell)},`
  }
  return `${line}${csvCell(text)}\r\n`
}

/** A ProfileID of eight digits contains the vendor's ID, too: without a column for that, it is written as it was. */
function fieldIn(
  fields: Device['fields'],
  field: DeviceField,
  columns: PayloadLayout['columns'],
): string | undefined {
  const { vendorId, vendorProfileId } = fields
  const isWhole =
    field === 'vendorProfileId' &&
    vendorId !== undefined &&
    vendorProfileId !== undefined &&
    !columns.some(({ role }) => 'field' in role && role.field === 'vendorId')
  return isWhole ? `${vendorId}${vendorProfileId}` : fields[field]
}
