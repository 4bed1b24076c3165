import { readRecords } from '../text/records.ts'
import { roleOf, type Role } from './columns.ts'
import type { Input, JsonLinesInput } from './input.ts'
import { isTooDeep } from './json/json-depth.ts'
import { isObject, pathsOf, withoutMember } from './json/json.ts'

/** The role of a column that holds one value. */
type ValueRole = Extract<Role, { readonly field: unknown } | { readonly column: unknown }>

/** A column of an input: its name, and the field or the column of the device that it holds. */
export interface NamedColumn {
  readonly name: string
  readonly role: ValueRole
}

/** In JSON, a member may occur in a single row; columns beyond this number are left out. */
const MOST_COLUMNS = 1000

/**
 * The columns of inputs as they name them, in their order, without the token, which only the payload holds: those of
 * the first, and then what the others have beyond them. Rows of JSON, and of a workbook, may each have members of their
 * own, so all of them are looked at.
 */
export function inputColumns(inputs: readonly Input[]): readonly NamedColumn[] {
  const columns = inputs.flatMap((input) =>
    input.kind === 'csv' ? tableColumns(input) : memberColumns(input),
  )
  const seen = new Set<string>(['ownerToken', ''])
  return columns.flatMap(({ name, role }) => {
    // A code contains the token, and a key is refused.
    if ('tag' in role || 'key' in role) return []
    const key = 'field' in role ? role.field : `column ${name}`
    if (name === '' || seen.has(key)) return []
    seen.add(key)
    return [{ name, role }]
  })
}

interface Column {
  readonly name: string
  readonly role: Role
}

function tableColumns({ roles, headings }: Input & { readonly kind: 'csv' }): readonly Column[] {
  return roles.map((role) => {
    if ('field' in role) return { role, name: headings[role.field] ?? role.field }
    return { role, name: 'column' in role ? role.column : '' }
  })
}

function memberColumns(input: JsonLinesInput): readonly Column[] {
  const { mapping } = input
  const roles = new Map<string, Role>()
  for (const records of readRecords(input, undefined)) {
    for (const { text } of records) {
      for (const name of pathsIn(text, input)) {
        if (roles.size < MOST_COLUMNS && !roles.has(name)) roles.set(name, roleOf(name, mapping))
      }
    }
  }
  return [...roles].map(([name, role]) => ({ name, role }))
}

/** The paths of a row's values; lists have none. Rows that are not objects are refused elsewhere. */
function pathsIn(text: string, { numbered, member }: JsonLinesInput): readonly string[] {
  if (isTooDeep(text)) return []
  try {
    const value: unknown = JSON.parse(text)
    const row: unknown = numbered && Array.isArray(value) ? value[1] : value
    if (!isObject(row)) return []
    const paths = pathsOf(member === undefined ? row : withoutMember(row, member))
    return paths.flatMap(([path, one]) => (Array.isArray(one) ? [] : [path]))
  } catch {
    return []
  }
}
