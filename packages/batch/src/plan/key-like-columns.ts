import { templateFields, type Template } from '@claimtag/label'
import type { Cells } from '@claimtag/devices'

/** An AES-128 key, in hex. */
const KEY = /^[0-9A-Fa-f]{32}$/
const HARMLESS: ReadonlySet<string> = new Set(['devEui', 'joinEui', 'appEui', 'ownerToken'])

/** Where a row stands. */
interface Place {
  readonly line: number
  readonly file?: string | undefined
}

/** For each printed column with values, the row of the first, or `no` when one of them cannot be a key. */
export type KeyLikeColumns = ReadonlyMap<string, Place | 'no'>

/** The same while rows are looked at. */
export type KeyLikeFindings = Map<string, Place | 'no'>

/** The fields of templates that a column of the input may fill, and that no code needs. */
export function printedColumns(templates: readonly Template[]): readonly string[] {
  return [...new Set(templates.flatMap(templateFields))].filter((field) => !HARMLESS.has(field))
}

/** Looks at the printed values of a row. */
export function addKeyLike(
  findings: KeyLikeFindings,
  { fields, columns }: Cells,
  { line, file }: Place,
  printed: readonly string[],
): void {
  for (const field of printed) {
    const known = findings.get(field)
    if (known === 'no') continue
    // A column may be called as a member that every object inherits.
    const value =
      columns[field] ?? (Object.hasOwn(fields, field) ? fields[field as keyof typeof fields] : undefined)
    if (value !== undefined && value !== '')
      findings.set(field, KEY.test(value) ? (known ?? { line, file }) : 'no')
  }
}

/** Adds what later rows have shown. */
export function mergeKeyLike(into: KeyLikeFindings, later: KeyLikeColumns): void {
  for (const [field, found] of later) into.set(field, found === 'no' ? found : (into.get(field) ?? found))
}
