import type { FormatField } from '@claimtag/core'
import type { Input } from '../input/input.ts'
import { InputError } from '../issue.ts'
import { DEVICE_FIELDS, usualNames, type DeviceField } from '../input/columns.ts'

/**
 * Refuses a table without a column that every code of the format needs: one sentence instead of one for each row.
 * Rows of JSON are looked at one by one, since each has its own members.
 *
 * @throws InputError `missing-column`
 */
export function assertColumns(input: Input, fields: readonly FormatField[]): void {
  if (input.kind !== 'csv') return
  const { roles, mapping = {} } = input
  const held = new Set(roles.map((role) => ('field' in role ? role.field : role.column)))
  const field = fields.find(({ name, required }) => required && !held.has(name))?.name
  if (field === undefined) return
  const names = isDeviceField(field) ? usualNames(field, mapping) : [field]
  throw new InputError({ code: 'missing-column', field, names })
}

function isDeviceField(name: string): name is DeviceField {
  return (DEVICE_FIELDS as readonly string[]).includes(name)
}
