import { readRecords } from '../text/records.ts'
import { roleOf, type Role } from './columns.ts'
import type { Input } from './input.ts'

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
 * The columns of an input with its own names, in its order, without the token, which only the payload may contain. In
 * JSON and workbooks each row may have members of its own, so all rows are read.
 */
export function inputColumns(input: Input): readonly NamedColumn[] {
  const columns = input.kind === 'csv' ? tableColumns(input) : memberColumns(input)
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

function memberColumns({
  mapping,
  numbered,
  ...place
}: Input & { readonly kind: 'ndjson' }): readonly Column[] {
  const roles = new Map<string, Role>()
  for (const records of readRecords(place, undefined)) {
    for (const { text } of records) {
      for (const name of membersOf(text, numbered)) {
        if (roles.size < MOST_COLUMNS && !roles.has(name)) roles.set(name, roleOf(name, mapping))
      }
    }
  }
  return [...roles].map(([name, role]) => ({ name, role }))
}

/** Rows that are not objects are refused elsewhere. */
function membersOf(text: string, numbered: boolean): readonly string[] {
  try {
    const value: unknown = JSON.parse(text)
    const row: unknown = numbered && Array.isArray(value) ? value[1] : value
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? Object.keys(row) : []
  } catch {
    return []
  }
}
