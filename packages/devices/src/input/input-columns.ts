import { roleOf, type Role } from './columns.ts'
import type { Input } from './input.ts'
import { readRecords } from './records.ts'

/** A column of an input: its name, and the field or the column of the device that it holds. */
export interface InputColumn {
  readonly name: string
  readonly role: Role
}

/** JSON may name a member in one row alone; what is behind this many columns is left out. */
const MOST_COLUMNS = 1000

/**
 * The columns of an input as it names them, in its order, without the token, which only the payload holds. Rows of
 * JSON, and of a workbook, may each have members of their own, so all of them are looked at.
 */
export function inputColumns(input: Input): readonly InputColumn[] {
  const columns = input.kind === 'csv' ? tableColumns(input) : memberColumns(input)
  const seen = new Set<string>(['ownerToken', ''])
  return columns.filter(({ name, role }) => {
    const key = 'field' in role ? role.field : `column ${name}`
    if (name === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function tableColumns({ roles, headings }: Input & { readonly kind: 'csv' }): readonly InputColumn[] {
  return roles.map((role) => ({
    role,
    name: 'field' in role ? (headings[role.field] ?? role.field) : role.column,
  }))
}

function memberColumns({ mapping, numbered, ...place }: Input & { readonly kind: 'ndjson' }): InputColumn[] {
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

/** Rows that are no objects are refused elsewhere. */
function membersOf(text: string, numbered: boolean): readonly string[] {
  try {
    const value: unknown = JSON.parse(text)
    const row: unknown = numbered && Array.isArray(value) ? value[1] : value
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? Object.keys(row) : []
  } catch {
    return []
  }
}
