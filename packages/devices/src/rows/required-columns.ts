import type { FormatDocument } from '@claimtag/core'
import type { Input } from '../input/input.ts'
import { InputError } from '../issue.ts'
import { DEVICE_FIELDS, usualNames, type DeviceField } from '../input/columns.ts'

/**
 * Refuses a table without a column that every code of the format needs: one sentence instead of one for each row.
 * Rows of JSON are looked at one by one, since each has its own members.
 *
 * @throws InputError `missing-column`
 */
export function assertColumns(input: Input, format: FormatDocument): void {
  if (input.kind !== 'csv') return
  const { roles, mapping = {} } = input
  const held = new Set(roles.map((role) => ('field' in role ? role.field : role.column)))
  const field = requiredFields(format).find((name) => !held.has(name))
  if (field === undefined) return
  const names = isDeviceField(field) ? usualNames(field, mapping) : [field]
  throw new InputError({ code: 'missing-column', field, names })
}

/** What the codes of a format cannot be without, and do not say by themselves. */
export function requiredFields({ fields, match = {} }: FormatDocument): readonly string[] {
  return fields
    .filter(({ tag, required, absent }) => (tag === undefined ? absent === undefined : required === true))
    .flatMap((element) => ('run' in element ? element.run : [element]))
    .flatMap((part) => ('name' in part && part.lead === undefined ? [part.name] : []))
    .filter((name) => !isOneValue(match[name]))
}

function isOneValue(patterns: string | readonly string[] | undefined): boolean {
  const [only, ...others] = [patterns ?? []].flat()
  return only !== undefined && others.length === 0 && !only.endsWith('*')
}

function isDeviceField(name: string): name is DeviceField {
  return (DEVICE_FIELDS as readonly string[]).includes(name)
}
