import { isKeyName, namedRecord } from '@claimtag/core'
import { DEVICE_FIELDS, type DeviceField, type Headings } from '../device-field.ts'
import { InputError } from '../issue.ts'
import { INVISIBLE, namedColumn, shownNames } from './column-names.ts'

/** How a column is used. */
export type Role =
  | { readonly field: DeviceField }
  /** A value that templates and formats may use under the column's own name. */
  | { readonly column: string }
  /** The text of a whole code; anything else in it is a value under the column's own name. */
  | { readonly tag: string }
  /** A LoRaWAN key: its cells have to be empty. */
  | { readonly key: string }

/**
 * The maker's own names of columns, from the configuration: `{ devEui: 'Geräte-ID' }`. In JSON, the path of a member:
 * `{ devEui: 'ids.dev_eui' }`. Case does not matter.
 */
export type ColumnMapping = Readonly<Partial<Record<DeviceField | 'appEui', string>>>

/** The usual names of a field's column; a mapping for the field replaces them by one name. */
export function usualNames(field: DeviceField, mapping: ColumnMapping = {}): readonly string[] {
  const mapped = mappedName(field, mapping)
  return mapped === undefined ? shownNames(field) : [mapped]
}

/** Whether the text is a known name of a column. */
export function isKnownColumn(name: string, mapping: ColumnMapping = {}): boolean {
  return mappedField(name, mapping) !== undefined || namedColumn(name) !== undefined
}

/**
 * The role of a column by its name.
 *
 * @throws InputError `key-column`
 */
export function roleOf(name: string, mapping: ColumnMapping): Role {
  if (isKeyName(name)) throw new InputError({ code: 'key-column', field: name })
  const mapped = mappedField(name, mapping)
  if (mapped !== undefined) return { field: mapped }
  const holds = namedColumn(name)?.holds
  if (holds === 'tag') return { tag: name }
  // A mapping for a field replaces its usual names.
  return holds === undefined || mappedName(holds, mapping) !== undefined ? { column: name } : { field: holds }
}

/**
 * The roles of all columns. If two columns hold the same field, the one with the plainer name is used: `Serial`
 * rather than `Serial (customer)`.
 *
 * @throws InputError `key-column`, `duplicate-column`, `missing-column`, `unknown-column`
 */
export function rolesOf(header: readonly string[], mapping: ColumnMapping): readonly Role[] {
  const names = header.map((name) => name.replace(INVISIBLE, '').trim())
  assertMapped(names, mapping)
  const roles = names.map((name) => roleOf(name, mapping))
  for (const field of DEVICE_FIELDS) {
    const held = roles.flatMap((role, index) => (fieldOf(role) === field ? [index] : []))
    if (held.length < 2) continue
    const [exact, ...more] = held.filter((index) => namedColumn(names[index] ?? '')?.isExact !== false)
    if (exact === undefined || more.length > 0)
      throw new InputError({
        code: 'duplicate-column',
        field,
        names: held.map((index) => names[index] ?? ''),
      })
    for (const index of held) if (index !== exact) roles[index] = { column: names[index] ?? '' }
  }
  if (!roles.some((role) => fieldOf(role) === 'devEui' || 'tag' in role))
    throw new InputError({
      code: 'missing-column',
      field: 'devEui',
      names: usualNames('devEui', mapping),
      columns: names.filter((name) => name !== ''),
    })
  return roles
}

/**
 * Refuses a mapping to a column that does not exist.
 *
 * @throws InputError `unknown-column`
 */
export function assertMapped(names: readonly string[], mapping: ColumnMapping): void {
  const there = new Set(names.map(comparable))
  for (const [field, name] of Object.entries(mapping))
    if (name !== undefined && !there.has(comparable(name)))
      throw new InputError({
        code: 'unknown-column',
        field: field === 'appEui' ? 'joinEui' : field,
        name,
        columns: names.filter((one) => one !== ''),
      })
}

/** The headings of a table's fields, given the roles of its columns. */
export function headingsOf(header: readonly string[], roles: readonly Role[]): Headings {
  return namedRecord(
    header.flatMap((name, index) => {
      const field = fieldOf(roles[index])
      return field === undefined ? [] : [[field, name.trim()] as const]
    }),
  )
}

/** The field in a column, if it holds one. */
export function fieldOf(role: Role | undefined): DeviceField | undefined {
  return role !== undefined && 'field' in role ? role.field : undefined
}

function mappedName(field: DeviceField, mapping: ColumnMapping): string | undefined {
  return mapping[field] ?? (field === 'joinEui' ? mapping.appEui : undefined)
}

function mappedField(name: string, mapping: ColumnMapping): DeviceField | undefined {
  const text = comparable(name)
  return DEVICE_FIELDS.find((field) => {
    const mapped = mappedName(field, mapping)
    return mapped !== undefined && comparable(mapped) === text
  })
}

function comparable(name: string): string {
  return name.replace(INVISIBLE, '').trim().toLowerCase()
}
