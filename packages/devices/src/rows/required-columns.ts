import type { FormatField } from '@claimtag/core'
import type { Input } from '../input/input.ts'
import { errorInFile, InputError } from '../issue.ts'
import { isDeviceField } from '../device-field.ts'
import { usualNames } from '../input/columns.ts'

/**
 * Refuses a table without a column that every code of the format needs: one sentence instead of one for each row.
 * Rows of JSON are checked one by one, since each has its own members.
 *
 * @throws InputError `missing-column`
 */
export function assertColumns(input: Input, fields: readonly FormatField[]): void {
  const { roles, headings = {}, mapping = {} } = input
  if (roles === undefined) return
  // A code, or a cell of ThingPark's import, may contain everything that other columns lack.
  if (roles.some((role) => 'tag' in role || 'key' in role)) return
  const held = new Set(
    roles.map((role) => ('field' in role ? role.field : 'column' in role ? role.column : '')),
  )
  const field = fields.find(({ name, required }) => required && !held.has(name))?.name
  if (field === undefined) return
  const names = isDeviceField(field) ? usualNames(field, mapping) : [field]
  const columns = roles.map((role) =>
    'field' in role ? (headings[role.field] ?? role.field) : 'column' in role ? role.column : '',
  )
  const issue = {
    code: 'missing-column',
    field,
    names,
    columns: columns.filter((name) => name !== ''),
  } as const
  throw errorInFile(new InputError(issue), input.file)
}
