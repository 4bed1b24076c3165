import type { RowProblem } from '../row-problem.ts'
import type { Cells } from './row.ts'

/**
 * Counts what the tokens and serial numbers of many rows look like. It is small whatever the number of rows, can be
 * sent between threads, and shows what no single row can: which rows differ from nearly all others.
 */
export type FileProfile = ReadonlyMap<number, number>

/** The same while rows are counted. */
export type FileProfileCounts = Map<number, number>

/** Kinds of characters as bits: the kind of a text is the union of those of its characters. */
const [DIGIT, HEX_UPPER, HEX_LOWER, UPPER, LOWER, SIGN, OTHER] = [1, 2, 4, 8, 16, 32, 64]

const KIND_OF = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  if (/[0-9]/.test(character)) return DIGIT
  if (/[A-F]/.test(character)) return HEX_UPPER
  if (/[a-f]/.test(character)) return HEX_LOWER
  if (/[G-Z]/.test(character)) return UPPER
  if (/[g-z]/.test(character)) return LOWER
  return /[+/_=-]/.test(character) ? SIGN : OTHER
})

const KINDS = 128
/** Longer tokens count as this long. */
const LONGEST = 255
/** A spreadsheet keeps 15 digits (IEEE 754 doubles, as Excel shows them). */
const DIGITS_KEPT = 15

/**
 * Keys of the profile besides a token's kinds and length: whether a number of 16 or more digits ends in zeros, or
 * not.
 */
const [ROUNDED, EXACT] = [1 << 16, 1 << 17]
/** The key of a row without a token, which formats may allow. */
const NO_TOKEN = 0
const NUMBERED = ['ownerToken', 'serialNumber', 'proprietary'] as const

/** Counts a row. */
export function addToProfile(profile: FileProfileCounts, cells: Cells): void {
  count(profile, shapeOf(cells.fields.ownerToken ?? ''))
  for (const [at, field] of NUMBERED.entries()) {
    const key = roundingOf(cells.fields[field])
    if (key !== undefined) count(profile, key + at)
  }
}

function count(profile: FileProfileCounts, key: number): void {
  profile.set(key, (profile.get(key) ?? 0) + 1)
}

/** Adds the counts of some rows to those of others. */
export function mergeProfile(into: FileProfileCounts, from: FileProfile): void {
  for (const [key, rows] of from) into.set(key, (into.get(key) ?? 0) + rows)
}

function shapeOf(token: string): number {
  let kinds = 0
  for (let at = 0; at < token.length; at++) {
    const unit = token.charCodeAt(at)
    kinds |= unit < 128 ? (KIND_OF[unit] ?? OTHER) : OTHER
  }
  return Math.min(token.length, LONGEST) * KINDS + kinds
}

/** Whether a long number has only zeros where a spreadsheet keeps no digits. */
function roundingOf(value: string | undefined): number | undefined {
  if (value === undefined || value.length <= DIGITS_KEPT || !/^\d+$/.test(value)) return undefined
  return /^0+$/.test(value.slice(DIGITS_KEPT)) ? ROUNDED : EXACT
}

/** The rows of a file that are wrong when compared with all others; `problemsIn` tells whether a row is among them. */
export interface ProfileVerdict {
  /** Keys of refused rows, and of rows with a warning. */
  readonly refused: ReadonlyMap<number, ProfileProblem>
  readonly warned: ReadonlyMap<number, ProfileProblem>
}

type ProfileProblem = Extract<
  RowProblem,
  { readonly code: 'lost-zeros' | 'rounded-number' | 'unlike-others' | 'maybe-rounded' }
>

/** Judges kinds of tokens by how many rows have them, and long numbers by whether any of them has its last digits. */
export function judgeProfile(profile: FileProfile): ProfileVerdict {
  const refused = new Map<number, ProfileProblem>()
  const warned = new Map<number, ProfileProblem>()
  const shapes = [...profile]
    .filter(([key]) => key !== NO_TOKEN && key < ROUNDED)
    .map(([key, rows]) => ({ key, rows, length: Math.floor(key / KINDS), kinds: key % KINDS }))
  const total = sum(shapes)
  const usual = usualLength(shapes)
  const alphabet = usualKinds(shapes, total)
  const isLength = areNearlyAll(sum(shapes.filter(({ length }) => length === usual)), total)
  for (const { key, length, kinds } of shapes) {
    if (kinds === DIGIT && length < usual)
      refused.set(key, { code: 'lost-zeros', field: 'ownerToken', length, usual })
    else if (total < FEWEST) continue
    else if (isLength && length !== usual)
      warned.set(key, { code: 'unlike-others', field: 'ownerToken', what: 'length' })
    else if (alphabet !== undefined && (kinds & ~alphabet) !== 0)
      warned.set(key, { code: 'unlike-others', field: 'ownerToken', what: 'characters' })
  }
  // A device without a token cannot be claimed; where most have none, that is meant.
  if (total >= (profile.get(NO_TOKEN) ?? Infinity))
    warned.set(NO_TOKEN, { code: 'unlike-others', field: 'ownerToken', what: 'absence' })
  for (const [at, field] of NUMBERED.entries()) {
    const rows = profile.get(ROUNDED + at) ?? 0
    if (rows === 0 || profile.has(EXACT + at)) continue
    // One number in ten ends in zero by chance; two of two rarely do.
    if (rows > 1) refused.set(ROUNDED + at, { code: 'rounded-number', field })
    else warned.set(ROUNDED + at, { code: 'maybe-rounded', field })
  }
  return { refused, warned }
}

/** The problems of one row according to a verdict. */
export function problemsIn(cells: Cells, of: ReadonlyMap<number, ProfileProblem>): readonly ProfileProblem[] {
  const own: FileProfileCounts = new Map()
  addToProfile(own, cells)
  return [...own.keys()].flatMap((key) => of.get(key) ?? [])
}

interface Shape {
  readonly rows: number
  readonly length: number
  readonly kinds: number
}

const NEARLY_ALL = 0.9
/** Among fewer tokens no exception can be seen. */
const FEWEST = 4

/** Whether so many of all are what is usual: nine in ten, or all but one. */
function areNearlyAll(rows: number, total: number): boolean {
  return rows >= total * NEARLY_ALL || (total >= FEWEST && rows === total - 1)
}

function sum(shapes: readonly Shape[]): number {
  return shapes.reduce((rows, shape) => rows + shape.rows, 0)
}

/**
 * The length of undamaged tokens: that of the shortest which is not a number; or, when all are numbers, the most
 * frequent length if most have it. Tokens are random, so nine in ten numbers keep their length.
 */
function usualLength(shapes: readonly Shape[]): number {
  const texts = shapes.filter(({ kinds }) => kinds !== DIGIT)
  const rows = new Map<number, number>()
  for (const shape of texts.length > 0 ? texts : shapes)
    rows.set(shape.length, (rows.get(shape.length) ?? 0) + shape.rows)
  const [commonest] = [...rows].sort(([, a], [, b]) => b - a)
  if (commonest === undefined) return 0
  if (texts.length > 0 && rows.size > 1 && !areNearlyAll(commonest[1], sum(texts)))
    return Math.min(...rows.keys())
  return commonest[1] > sum(texts.length > 0 ? texts : shapes) / 2 || rows.size === 1 ? commonest[0] : 0
}

/**
 * Digits with capitals, with small letters, or all characters of base64: the smallest alphabet that nearly all keep
 * to.
 */
const ALPHABETS = [
  DIGIT,
  DIGIT | HEX_UPPER,
  DIGIT | HEX_LOWER,
  DIGIT | HEX_UPPER | UPPER,
  DIGIT | HEX_LOWER | LOWER,
  DIGIT | HEX_UPPER | UPPER | HEX_LOWER | LOWER | SIGN,
] as const

function usualKinds(shapes: readonly Shape[], total: number): number | undefined {
  return ALPHABETS.find((alphabet) =>
    areNearlyAll(sum(shapes.filter(({ kinds }) => (kinds & ~alphabet) === 0)), total),
  )
}
