import type { DeviceField, Headings } from '../device-field.ts'
import { namedColumn } from '../input/column-names.ts'
import { fieldOf, roleOf, type Role } from '../input/columns.ts'
import type { JsonLinesInput } from '../input/input.ts'
import { isFlat } from '../input/json/json-depth.ts'
import { isObject, memberOf, MEMBERS, withoutMember } from '../input/json/json.ts'
import { repeatedName } from '../input/json/repeated-name.ts'
import { InputError } from '../issue.ts'
import { rowIssue, type RowIssue } from '../row-issue.ts'
import type { RowProblem } from '../row-problem.ts'
import type { RawRecord } from '../text/record.ts'
import { parseRow, type JsonObject } from './json-row.ts'
import { noColumns, type ReadCells } from './row.ts'
import { isTag, readTag } from './tag.ts'
import { mayBeWrapped, unwrap } from './wrapper.ts'

const NONE: readonly RowIssue[] = []
const REPLACEMENT = '\uFFFD'
/** Tested once for each row: nearly all are ASCII without escapes such as `\u0041`. */
const BEYOND_ASCII = /[^\0-~]|\\u/
/** Rows of one input have the same members; a file with other members in each row must not fill the memory. */
const MOST_NAMES = 10_000

/** Other texts may be tokens, where names and values were mixed up. */
const NAME = /^[a-z](?:[a-z _.-]{0,38}[a-z])?$/i

/** The values of the row that is being read. */
interface OpenRow {
  readonly line: number
  readonly isPlain: boolean
  readonly fields: Partial<Record<DeviceField, string>>
  readonly columns: Record<string, string>
  readonly issues: RowIssue[]
  readonly warnings: RowIssue[]
  tag: { readonly text: string; readonly column: string } | undefined
}

/** Makes the function that reads the values of JSON rows. */
export function jsonReader(input: JsonLinesInput): (record: RawRecord) => ReadCells {
  const { mapping, member, filled = [], ids } = input
  const roles = rolesByName(input)
  const isTranscribed = input.roles !== undefined
  // If a row lacks a member, earlier rows give the best name for it.
  let headings: Headings = input.headings ?? {}

  function roleFor(path: string): Role {
    const known = roles.get(path)
    if (known !== undefined) return known
    if (roles.size >= MOST_NAMES) roles.clear()
    const role = roleOf(path, mapping)
    roles.set(path, role)
    return role
  }

  function say({ issues, line }: OpenRow, problem: RowProblem): void {
    issues.push(rowIssue(line, problem, headings))
  }

  function sayTwice(row: OpenRow, path: string): void {
    const inRow = path.startsWith(`${member}.`) ? path.slice(`${member}.`.length) : path
    const field = fieldOf(roleFor(inRow))
    say(row, { code: 'duplicate-member', field: field ?? (NAME.test(inRow) ? inRow : '') })
  }

  /** The member's values are those of the row: one of the same name beside it must not say something else. */
  function compareWithMember(row: OpenRow, object: JsonObject, inside: string): void {
    const inner = object[inside] as JsonObject
    for (const name of Object.keys(object)) {
      if (name === inside || !Object.hasOwn(inner, name) || object[name] === inner[name]) continue
      if (fieldOf(roleFor(name)) !== undefined) sayTwice(row, name)
    }
  }

  function take(row: OpenRow, field: DeviceField, path: string, value: unknown): void {
    const before = headings[field]
    if (before !== path) {
      if (row.fields[field] !== undefined && !giveWay(row, field, before ?? field, path)) {
        row.columns[path] = writtenValue(value) ?? ''
        return
      }
      headings = { ...headings, [field]: path }
    }
    const problem = typeof value === 'string' ? undefined : unfit(field, value, ids)
    if (problem !== undefined) {
      say(row, problem)
      return
    }
    const written = cleaned(row, value, field, true)
    if (written === '') return
    if (field === 'devEui' && isTag(written)) row.tag = { text: written, column: field }
    else row.fields[field] = written
  }

  function cleaned(row: OpenRow, value: unknown, name: string, isField: boolean): string {
    if (typeof value === 'number' && !Number.isSafeInteger(Math.trunc(value)))
      say(row, { code: 'spreadsheet-number', field: name })
    const written = writtenValue(value) ?? ''
    if (row.isPlain && !mayBeWrapped(written)) return written
    if (written.includes(REPLACEMENT)) say(row, { code: 'not-utf-8', field: name })
    const unwrapped = unwrap(written)
    if (unwrapped.hadInvisible)
      row.warnings.push(rowIssue(row.line, { code: 'invisible-characters', field: name }, headings))
    if (unwrapped.isUnsure && isField) say(row, { code: 'partly-quoted', field: name })
    return unwrapped.value
  }

  function walk(row: OpenRow, object: JsonObject, prefix: string): void {
    for (const name of Object.keys(object)) {
      const value = object[name]
      const path = prefix === '' ? name : prefix + name
      const role = roleFor(path)
      if (value === null || (typeof value === 'string' && value.trim() === '')) {
        // A template may name the column: an empty column must not count as an unknown one.
        if ('column' in role) row.columns[path] ??= ''
        if (value === null && 'field' in role && filled.includes(path)) {
          if (headings[role.field] === undefined) headings = { ...headings, [role.field]: path }
          say(row, { code: 'null-value', field: role.field })
        }
      } else if ('field' in role) {
        if (typeof value !== 'object') take(row, role.field, path, value)
        else if (holdsValue(value)) walk(row, value as JsonObject, `${path}.`)
        else say(row, { code: 'nested-value', field: role.field })
      } else if (Array.isArray(value)) assertNoKeys(value, path, roleFor)
      else if (isObject(value)) walk(row, value, `${path}.`)
      else {
        const written = cleaned(row, value, path, false)
        if (written === '') continue
        if ('tag' in role && isTag(written)) row.tag = { text: written, column: path }
        else row.columns[path] = written
      }
    }
  }

  return ({ text, line: at }) => {
    const parsed = parseRow(text, at, input.numbered)
    const { line } = parsed
    const problem =
      'problem' in parsed
        ? parsed.problem
        : member === undefined && isFlat(text)
          ? undefined
          : strayMember(parsed.object, member, mapping)
    if (problem !== undefined || 'problem' in parsed)
      return {
        line,
        cells: undefined,
        issues: problem === undefined ? NONE : [rowIssue(line, problem)],
        warnings: NONE,
      }
    const { object } = parsed
    const isPlain = !BEYOND_ASCII.test(text)
    const row: OpenRow = {
      line,
      isPlain,
      fields: {},
      columns: noColumns(),
      issues: [],
      warnings: [],
      tag: undefined,
    }
    for (const wrong of parsed.problems ?? []) {
      // Such a problem names the column; a field of the device gets its own name.
      if ('field' in wrong) say(row, { ...wrong, field: fieldOf(roleFor(wrong.field)) ?? wrong.field })
      else say(row, wrong)
    }
    const repeated = isTranscribed ? undefined : repeatedName(text, parsed.value)
    if (repeated !== undefined) sayTwice(row, repeated)
    if (member !== undefined) compareWithMember(row, object, member)
    walk(row, member === undefined ? object : withoutMember(object, member), '')
    const { fields, columns, issues, warnings, tag } = row
    if (tag !== undefined) {
      const wrong = readTag(tag.text, tag.column, fields, line, headings)
      // A value that the code does not settle is not also missing.
      if (wrong.length > 0) return { line, cells: undefined, issues: [...issues, ...wrong], warnings }
    }
    return { line, cells: { fields, columns, headings, ids }, issues, warnings }
  }
}

/**
 * If two members hold the same field, the one with the plainer name is used; the other is a value under its own name.
 */
function giveWay({ fields, columns }: OpenRow, field: DeviceField, before: string, path: string): boolean {
  const [isOld, isNew] = [before, path].map((name) => namedColumn(name)?.isExact === true)
  if (isOld === isNew) throw new InputError({ code: 'duplicate-column', field, names: [before, path] })
  if (isOld === true) return false
  columns[before] = fields[field] ?? ''
  delete fields[field]
  return true
}

/** The columns of a transcribed table, as its header was understood; for JSON none are known yet. */
function rolesByName({ roles = [], headings = {} }: JsonLinesInput): Map<string, Role> {
  const nameOf = (role: Role) =>
    'field' in role ? headings[role.field] : 'column' in role ? role.column : undefined
  return new Map(roles.flatMap((role) => [[nameOf(role) ?? '', role]]))
}

/** Rows of one input have the same structure; else a value could be taken from the wrong place. */
function strayMember(
  object: JsonObject,
  member: string | undefined,
  mapping: JsonLinesInput['mapping'],
): RowProblem | undefined {
  if (member !== undefined) return isObject(object[member]) ? undefined : { code: 'missing-member', member }
  if (!MEMBERS.some((name) => isObject(object[name]))) return undefined
  const found = memberOf(object, mapping)
  return found === undefined ? undefined : { code: 'nested-row', member: found }
}

/** The Things Stack puts a token into `claim_authentication_code: { value }`. */
function holdsValue(value: object | undefined): boolean {
  return isObject(value) && 'value' in value
}

/** The Things Stack writes `root_keys: { app_key: { key } }`: members inside lists are not columns, but may be keys. */
function assertNoKeys(value: object, path: string, roleFor: (path: string) => Role): void {
  for (const [name, inner] of Object.entries(value)) {
    const own = Array.isArray(value) ? path : `${path}.${name}`
    roleFor(own)
    if (typeof inner === 'object' && inner !== null) assertNoKeys(inner as object, own, roleFor)
  }
}

/** Other values than texts, numbers and booleans are not used. */
function writtenValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined
}

/** A number keeps its digits only if it is a safe integer; leading zeros are lost in any case. */
function unfit(field: DeviceField, value: unknown, ids: JsonLinesInput['ids']): RowProblem | undefined {
  if (typeof value === 'boolean') return { code: 'not-a-value', field }
  if (typeof value !== 'number') return undefined
  if (!Number.isSafeInteger(value)) return { code: 'spreadsheet-number', field }
  const isId = field === 'vendorId' || field === 'vendorProfileId'
  if (isId && ids !== 'hex') return undefined
  return field === 'serialNumber' || field === 'proprietary'
    ? undefined
    : { code: 'spreadsheet-number', field }
}
