import { DEVICE_FIELDS, isKeyName, type DeviceField } from '@claimtag/core'
import { InputError } from '../issue.ts'

export { DEVICE_FIELDS, type DeviceField }

/** Other spellings, without case, spaces, dashes, dots and underscores. */
const ALIASES: Readonly<Record<DeviceField, readonly string[]>> = {
  devEui: ['deveui', 'deviceeui', 'eui'],
  joinEui: ['joineui', 'appeui', 'applicationeui'],
  ownerToken: ['ownertoken', 'token', 'claimauthenticationcode', 'claimtoken', 'cac'],
  vendorId: ['vendorid'],
  vendorProfileId: ['vendorprofileid', 'profileid'],
  serialNumber: ['serialnumber', 'serial', 'serialno', 'sn'],
  proprietary: ['proprietary'],
}

const SHOWN: Readonly<Record<DeviceField, readonly string[]>> = {
  devEui: ['devEui', 'DevEUI', 'dev_eui'],
  joinEui: ['joinEui', 'AppEUI', 'app_eui', 'join_eui'],
  ownerToken: ['ownerToken', 'Owner Token', 'claim_authentication_code'],
  vendorId: ['vendorId'],
  vendorProfileId: ['vendorProfileId'],
  serialNumber: ['serialNumber', 'Serial', 'serial_number'],
  proprietary: ['proprietary'],
}

/** What a column is for: a field of the device, or a value that templates may use under its own name. */
export type Role = { readonly field: DeviceField } | { readonly column: string }

/** The maker's own names of columns, from the configuration: `{ devEui: 'Geräte-ID' }`. */
export type ColumnMapping = Readonly<Partial<Record<DeviceField, string>>>

/** What the input itself calls the fields, so that messages name a column as the person who wrote the file knows it. */
export type Headings = Readonly<Partial<Record<DeviceField, string>>>

const FIELD_OF = new Map(
  DEVICE_FIELDS.flatMap((field) => ALIASES[field].map((alias) => [alias, field] as const)),
)

/** How people and their systems call the column of a field; a mapping for it leaves one name. */
export function usualNames(field: DeviceField, mapping: ColumnMapping = {}): readonly string[] {
  const mapped = mapping[field]
  return mapped === undefined ? SHOWN[field] : [mapped]
}

/** Whether the text is a known name of a column. */
export function isKnownColumn(name: string): boolean {
  return FIELD_OF.has(plain(name))
}

/**
 * The role of a column by its name.
 *
 * @throws InputError `key-column`
 */
export function roleOf(name: string, mapping: ColumnMapping): Role {
  // `root_keys.app_key.key` of The Things Stack and its like end in a word that says nothing.
  const last =
    name
      .replace(/[._]key$/i, '')
      .split('.')
      .at(-1) ?? name
  const key = [name, last].find((part) => isKeyName(part))
  if (key !== undefined) throw new InputError({ code: 'key-column', field: key })
  const mapped = DEVICE_FIELDS.find((field) => mapping[field] === name)
  if (mapped !== undefined) return { field: mapped }
  const field = FIELD_OF.get(plain(name))
  // A mapping for a field replaces its usual names.
  return field === undefined || mapping[field] !== undefined ? { column: name } : { field }
}

/**
 * The roles of all columns.
 *
 * @throws InputError `key-column`, `duplicate-column`, `missing-column`
 */
export function rolesOf(header: readonly string[], mapping: ColumnMapping): readonly Role[] {
  const roles = header.map((name) => roleOf(name.trim(), mapping))
  const fields = roles.flatMap((role) => ('field' in role ? [role.field] : []))
  const twice = fields.find((field, index) => fields.indexOf(field) !== index)
  if (twice !== undefined) {
    const names = header.filter((_, index) => fieldOf(roles[index]) === twice)
    throw new InputError({ code: 'duplicate-column', field: twice, names })
  }
  if (!fields.includes('devEui')) {
    throw new InputError({ code: 'missing-column', field: 'devEui', names: usualNames('devEui', mapping) })
  }
  return roles
}

/** The headings of a table whose columns have these roles. */
export function headingsOf(header: readonly string[], roles: readonly Role[]): Headings {
  return Object.fromEntries(
    header.flatMap((name, index) => {
      const field = fieldOf(roles[index])
      return field === undefined ? [] : [[field, name.trim()]]
    }),
  )
}

/** The field that a column holds, if it does. */
export function fieldOf(role: Role | undefined): DeviceField | undefined {
  return role !== undefined && 'field' in role ? role.field : undefined
}

function plain(name: string): string {
  return name.replace(/[-_ .]/g, '').toLowerCase()
}
