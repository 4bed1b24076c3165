import { openToRead } from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'
import type { DeviceField } from '../../device-field.ts'
import { InputError } from '../../issue.ts'
import { assertMapped, fieldOf, roleOf, type ColumnMapping } from '../columns.ts'
import { isTooDeep } from './json-depth.ts'
import type { BegunInput, InputColumn, JsonLinesInput } from '../input.ts'

/** Members that may contain the whole device, as in ChirpStack. */
export const MEMBERS = ['device', 'end_device', 'endDevice', 'attributes', 'properties', 'fields'] as const

/** The first rows are looked for in these bytes. */
const LOOKED_AT = 262_144

/** Whether every line is an object of its own. Then each part of the file can be read by itself. */
export function isJsonLines(head: string): boolean {
  const [first = '', ...others] = head.trimStart().split(/\r?\n/)
  const rest = others.find((line) => line.trim() !== '')
  if (!isBalanced(first)) return false
  const object = parsed(first)
  // One line may contain a whole list.
  return !(rest === undefined && isObject(object) && holdsList(object))
}

/**
 * Whether as many brackets close as open; in an object written over several lines, the first line has more that open.
 */
function isBalanced(line: string): boolean {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, '')
  return bare.replace(/[^{[]/g, '').length === bare.replace(/[^}\]]/g, '').length
}

function holdsList(object: Readonly<Record<string, unknown>>): boolean {
  return Object.values(object).some((value) =>
    Array.isArray(value) ? isObject(value[0]) : isObject(value) && holdsList(value),
  )
}

/**
 * Learns from the first rows which member contains the values of all rows, and which values are never missing.
 *
 * @throws InputError `secure-element-manifest`, `unknown-column`, `no-rows`
 */
export function beginJson(input: JsonLinesInput): BegunInput<JsonLinesInput> {
  const objects = firstObjects(input)
  const [first] = objects
  if (first === undefined) return { input, columns: [], notes: [] }
  if (isManifest(first)) throw new InputError({ code: 'secure-element-manifest' })
  const member = memberOf(first, input.mapping)
  const rows = objects.map((object) => (member === undefined ? object : withoutMember(object, member)))
  const names = new Set(rows.flatMap((row) => pathsOf(row).map(([path]) => path)))
  assertMapped([...names], input.mapping)
  const filled = new Set<string>()
  for (const row of rows)
    for (const [path, value] of pathsOf(row)) {
      const isText = typeof value === 'string' && value.trim() !== ''
      if (isText && NEEDED.has(fieldNamed(path, input.mapping))) filled.add(path)
    }
  const columns = [...names].map((name): InputColumn => ({ name, field: fieldNamed(name, input.mapping) }))
  return {
    input: { ...input, filled: [...filled], ...(member === undefined ? {} : { member }) },
    columns,
    notes: [],
  }
}

const NEEDED: ReadonlySet<DeviceField | undefined> = new Set(['devEui', 'joinEui', 'ownerToken'])

/** A row without the member that contains its values: they become its own, beside the others. */
export function withoutMember(
  object: Readonly<Record<string, unknown>>,
  member: string,
): Readonly<Record<string, unknown>> {
  const { [member]: inner, ...outer } = object
  return isObject(inner) ? { ...outer, ...inner } : object
}

/** The values of a row by their paths: `ids.dev_eui`. Lists are values. */
export function pathsOf(object: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(object).flatMap(([name, value]) =>
    isObject(value)
      ? pathsOf(value).map(([inner, one]) => [`${name}.${inner}`, one] as const)
      : [[name, value] as const],
  )
}

/** The member that contains the values of a row, unless the row itself names its device. */
export function memberOf(
  object: Readonly<Record<string, unknown>>,
  mapping: ColumnMapping,
): string | undefined {
  if (pathsOf(object).some(([path]) => fieldNamed(path, mapping) === 'devEui')) return undefined
  return MEMBERS.find((name) => isObject(object[name]))
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldNamed(path: string, mapping: ColumnMapping): DeviceField | undefined {
  // A name of a key is refused later, together with its row.
  try {
    return fieldOf(roleOf(path, mapping))
  } catch {
    return undefined
  }
}

/** Microchip's and others' lists of secure elements: signed texts, which contain no ownerTokens. */
function isManifest(object: Readonly<Record<string, unknown>>): boolean {
  return ['payload', 'protected', 'signature'].every((name) => typeof object[name] === 'string')
}

function firstObjects({
  path,
  start,
  numbered,
}: JsonLinesInput): readonly Readonly<Record<string, unknown>>[] {
  const file = openToRead(path)
  try {
    const buffer = Buffer.alloc(LOOKED_AT)
    const length = readSync(file, buffer, 0, LOOKED_AT, start)
    const lines = buffer.toString('utf8', 0, length).split('\n')
    // The last one may be cut off.
    if (length === LOOKED_AT) lines.pop()
    return lines.flatMap((line) => {
      const value = parsed(line)
      const object = numbered && Array.isArray(value) ? (value as readonly unknown[])[1] : value
      return isObject(object) ? [object] : []
    })
  } finally {
    closeSync(file)
  }
}

function parsed(line: string): unknown {
  if (isTooDeep(line)) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
