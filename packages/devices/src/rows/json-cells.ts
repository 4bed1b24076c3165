import { namedColumn } from '../input/column-names.ts'
import type { CellProblem } from '../input/cell-problem.ts'
import { fieldOf, roleOf, type Role } from '../input/columns.ts'
import { isTooDeep } from '../input/json-depth.ts'
import { isObject, memberOf, MEMBERS, withoutMember } from '../input/json.ts'
import type { JsonLinesInput } from '../input/input.ts'
import type { DeviceField, Headings } from '../device-field.ts'
import { InputError } from '../issue.ts'
import { rowIssue, type RowIssue } from '../row-issue.ts'
import type { RowProblem } from '../row-problem.ts'
import type { RawRecord } from '../text/record.ts'
import { noColumns, type ReadCells } from './row.ts'
import { isTag, readTag } from './tag.ts'
import { mayBeWrapped, unwrap } from './wrapper.ts'

type JsonObject = Readonly<Record<string, unknown>>

const NONE: readonly RowIssue[] = []
const REPLACEMENT = '\uFFFD'
const BEYOND_ASCII = /[^\0-~]/
/** Rows of one input have the same members; a file that has others in each row must not fill the memory. */
const MOST_NAMES = 10_000

/** How to get the values out of a row of JSON. */
export function jsonReader(input: JsonLinesInput): (record: RawRecord) => ReadCells {
  const { mapping, member, filled = [], ids } = input
  const roles = rolesByName(input)
  // A row may lack a member; then the name that earlier rows gave it is the best one.
  let headings: Headings = input.headings ?? {}

  function roleFor(path: string): Role {
    const known = roles.get(path)
    if (known !== undefined) return known
    if (roles.size >= MOST_NAMES) roles.clear()
    const role = roleOf(path, mapping)
    roles.set(path, role)
    return role
  }

  return ({ text, line: at }) => {
    const parsed = parseRow(text, at, input.numbered)
    const { line } = parsed
    if ('problem' in parsed)
      return { line, cells: undefined, issues: [rowIssue(line, parsed.problem)], warnings: NONE }
    const fields: Partial<Record<DeviceField, string>> = {}
    const columns = noColumns()
    const issues: RowIssue[] = []
    const warnings: RowIssue[] = []
    let tag: { readonly text: string; readonly column: string } | undefined
    const say = (problem: RowProblem) => issues.push(rowIssue(line, problem, headings))

    function take(field: DeviceField, path: string, value: unknown): void {
      const before = headings[field]
      if (before !== path && fields[field] !== undefined) {
        const [isOld, isNew] = [before ?? '', path].map((name) => namedColumn(name)?.isExact === true)
        if (isOld === isNew)
          throw new InputError({ code: 'duplicate-column', field, names: [before ?? field, path] })
        if (isOld === true) {
          const written = writtenValue(value)
          if (written !== undefined) columns[path] = written
          return
        }
        columns[before ?? field] = fields[field] ?? ''
        delete fields[field]
      }
      if (before !== path) headings = { ...headings, [field]: path }
      const problem = unfit(field, value, ids)
      if (problem !== undefined) say(problem)
      else {
        const written = cleaned(value, field, true)
        if (written === '') return
        if (field === 'devEui' && isTag(written)) tag = { text: written, column: field }
        else fields[field] = written
      }
    }

    function cleaned(value: unknown, name: string, isField: boolean): string {
      if (typeof value === 'number' && !Number.isSafeInteger(Math.trunc(value)))
        say({ code: 'spreadsheet-number', field: name })
      const written = writtenValue(value) ?? ''
      if (!BEYOND_ASCII.test(written) && !mayBeWrapped(written)) return written
      if (written.includes(REPLACEMENT)) say({ code: 'not-utf-8', field: name })
      const unwrapped = unwrap(written)
      if (unwrapped.hadInvisible)
        warnings.push(rowIssue(line, { code: 'invisible-characters', field: name }, headings))
      if (unwrapped.isUnsure && isField) say({ code: 'partly-quoted', field: name })
      return unwrapped.value
    }

    function walk(object: JsonObject, prefix: string): void {
      for (const [name, value] of Object.entries(object)) {
        const path = prefix + name
        const role = roleFor(path)
        if (value === undefined || value === null) {
          const field = 'field' in role ? role.field : undefined
          if (value === null && field !== undefined && filled.includes(path)) {
            if (headings[field] === undefined) headings = { ...headings, [field]: path }
            say({ code: 'null-value', field })
          }
          continue
        }
        if (typeof value === 'string' && value.trim() === '') continue
        if ('field' in role) {
          if (typeof value !== 'object') take(role.field, path, value)
          else if (!holdsValue(value)) say({ code: 'nested-value', field: role.field })
          else walk(value as JsonObject, `${path}.`)
        } else if (Array.isArray(value)) assertNoKeys(value, path, roleFor)
        else if (isObject(value)) walk(value, `${path}.`)
        else {
          const written = cleaned(value, path, false)
          if ('key' in role || written === '') continue
          if ('tag' in role && isTag(written)) tag = { text: written, column: path }
          else columns[path] = written
        }
      }
    }

    for (const problem of parsed.problems ?? []) {
      // Such a problem names the column; a field of the device is called by its own name.
      if ('field' in problem) say({ ...problem, field: fieldOf(roleFor(problem.field)) ?? problem.field })
      else say(problem)
    }
    const strange = strayMember(parsed.object, member, mapping)
    if (strange !== undefined)
      return { line, cells: undefined, issues: [rowIssue(line, strange)], warnings: NONE }
    walk(member === undefined ? parsed.object : withoutMember(parsed.object, member), '')
    if (tag !== undefined) {
      issues.push(...readTag(tag.text, tag.column, fields, line, headings))
    }
    return { line, cells: { fields, columns, headings }, issues, warnings }
  }
}

type ParsedRow =
  | {
      readonly line: number
      readonly object: JsonObject
      /** What is wrong with the cells of a row of a workbook. */
      readonly problems?: readonly CellProblem[] | undefined
    }
  | { readonly line: number; readonly problem: RowProblem }

function parseRow(text: string, line: number, numbered: boolean): ParsedRow {
  if (isTooDeep(text)) return { line: numbered ? lineOf(text, line) : line, problem: { code: 'too-deep' } }
  try {
    const value: unknown = JSON.parse(text)
    const [at, object, problems] = numbered ? (value as readonly unknown[]) : [line, value]
    const row = typeof at === 'number' ? at : line
    return isObject(object)
      ? { line: row, object, problems: problems as readonly CellProblem[] | undefined }
      : { line: row, problem: { code: 'not-an-object' } }
  } catch {
    return { line, problem: { code: 'not-an-object' } }
  }
}

/** The columns of a table that was transcribed, as its header was understood; of JSON, none are known yet. */
function rolesByName({ roles = [], headings = {} }: JsonLinesInput): Map<string, Role> {
  const nameOf = (role: Role) =>
    'field' in role ? headings[role.field] : 'column' in role ? role.column : undefined
  return new Map(roles.flatMap((role) => [[nameOf(role) ?? '', role]]))
}

/** The number at the beginning of a row that is not to be parsed. */
function lineOf(text: string, line: number): number {
  const found = /^\[(\d+),/.exec(text)?.[1]
  return found === undefined ? line : Number(found)
}

/** Rows of one input lie alike, or a value of one of them might be taken from the wrong place. */
function strayMember(
  object: JsonObject,
  member: string | undefined,
  mapping: JsonLinesInput['mapping'],
): RowProblem | undefined {
  if (member !== undefined) return isObject(object[member]) ? undefined : { code: 'missing-member', member }
  // Nearly every row has no such member, which is seen at once.
  if (!MEMBERS.some((name) => isObject(object[name]))) return undefined
  const found = memberOf(object, mapping)
  return found === undefined ? undefined : { code: 'nested-row', member: found }
}

/** The Things Stack puts a token into `claim_authentication_code: { value }`. */
function holdsValue(value: object): boolean {
  return !Array.isArray(value) && 'value' in value
}

/** The Things Stack writes `root_keys: { app_key: { key } }`: what is inside of lists is no column, but may be a key. */
function assertNoKeys(value: object, path: string, roleFor: (path: string) => Role): void {
  for (const [name, inner] of Object.entries(value)) {
    const own = Array.isArray(value) ? path : `${path}.${name}`
    roleFor(own)
    if (typeof inner === 'object' && inner !== null) assertNoKeys(inner as object, own, roleFor)
  }
}

/** A number keeps its digits only as a safe integer; leading zeros are gone in any case. */
function writtenValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined
}

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
