import { parseWrittenEui64 } from '@claimtag/core'
import { INVISIBLE, namedColumn } from './column-names.ts'
import { isKnownColumn, type ColumnMapping } from './columns.ts'

/** The line of names among the first rows of a table, and the lines around it. */
export interface FoundHeader {
  readonly names: readonly string[]
  /** Index of the line of names, of the upper one if there are two. */
  readonly at: number
  readonly isJoined: boolean
  /** Index of the first row below that is not skipped. */
  readonly next: number
  /** Whether a row of units stands directly below. */
  readonly hasUnits: boolean
  /** How many different known meanings the names have. */
  readonly known: number
}

/** Titles, addresses and notes above a table rarely take more lines. */
export const HEADER_WITHIN = 20

/**
 * Finds the line of names among the first rows of a table: the line, or two lines together, with the most known
 * names. If there is no name of a DevEUI column, it is the line with the most names of any kind, or else the line above
 * the first device, whose names the owner then learns to map, or else the first.
 *
 * @param rows cells of the first rows, blank rows left out
 */
export function findHeader(rows: readonly (readonly string[])[], mapping: ColumnMapping): FoundHeader {
  let best: FoundHeader | undefined
  const within = rows.slice(0, HEADER_WITHIN)
  for (const [at, row] of within.entries()) {
    const single = isNames(row) ? headerOf(row, at, false, rows, mapping) : undefined
    if (single !== undefined && isBetter(single, best)) best = single
  }
  for (const [at, row] of within.entries()) {
    const below = within[at + 1] ?? []
    const joined =
      isNames(row) && isNames(below) ? headerOf(join(row, below), at, true, rows, mapping) : undefined
    if (joined !== undefined && isBetter(joined, best)) best = joined
  }
  if (best !== undefined) return best
  const above = within.findIndex(holdsEui) - 1
  const at = above >= 0 && isNames(within[above] ?? []) ? above : 0
  return headerOf(rows[at] ?? [], at, false, rows, mapping)
}

function headerOf(
  names: readonly string[],
  at: number,
  isJoined: boolean,
  rows: readonly (readonly string[])[],
  mapping: ColumnMapping,
): FoundHeader {
  const below = at + (isJoined ? 2 : 1)
  const hasUnits = isUnits(rows[below] ?? [])
  const known = knownIn(names, mapping)
  return { names, at, isJoined, next: hasUnits ? below + 1 : below, hasUnits, known }
}

/** Names of one meaning count once: `EUI`, `EUI` below `Device`, `App` are not a known table yet. */
function knownIn(names: readonly string[], mapping: ColumnMapping): number {
  const said = names.flatMap((name) =>
    isKnownColumn(name, mapping) ? [namedColumn(name)?.holds ?? name.toLowerCase()] : [],
  )
  const different = new Set(said)
  // Without a column of DevEUIs all other columns are useless.
  return different.size + (different.has('devEui') || different.has('tag') ? 100 : 0)
}

function isBetter(one: FoundHeader, other: FoundHeader | undefined): boolean {
  return one.known > 0 && (other === undefined || one.known > other.known)
}

/** The names of two lines joined; a name in the upper line may span several columns. */
function join(upper: readonly string[], lower: readonly string[]): readonly string[] {
  let spanning = ''
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, column) => {
    const [above, below] = [(upper[column] ?? '').trim(), (lower[column] ?? '').trim()]
    if (above !== '') spanning = above
    if (below === '') return above
    const both = `${spanning} ${below}`
    return namedColumn(both) === undefined ? below : both
  })
}

/** `(text)`, `[16 hex]`, `hex`: a line that describes what the cells of each column look like. */
const UNIT =
  /^(?:[([{<].*[)\]}>]|(?:\d+[- ]?)?(?:hex|text|string|base64|digits|characters|decimal|number)[a-z ]*)$/i

function isUnits(row: readonly string[]): boolean {
  const filled = row.map((cell) => cell.trim()).filter((cell) => cell !== '')
  return filled.length > 0 && filled.every((cell) => UNIT.test(cell))
}

/** Whether a row above the names is a comment; any other row there is a title. */
export function isComment(row: readonly string[]): boolean {
  return /^(?:#|\/\/|;)/.test(row.find((cell) => cell.trim() !== '')?.trim() ?? '')
}

/** A name without invisible characters. */
export function visibleName(name: string): string {
  return name.replace(INVISIBLE, '').trim()
}

/**
 * Whether there are devices and no line of names above them. A line with one cell above others with several is a title.
 */
export function lacksHeader(
  { known, at, names }: FoundHeader,
  rows: readonly (readonly string[])[],
): boolean {
  const device = rows.find(holdsEui)
  if (known > 0 || device === undefined) return false
  return holdsEui(rows[at] ?? []) || filledIn(names) < Math.min(2, filledIn(device))
}

/** Whether a row may be a line of names: it is not blank, and not a row of a device. */
function isNames(row: readonly string[]): boolean {
  return filledIn(row) > 0 && !holdsEui(row)
}

function holdsEui(row: readonly string[]): boolean {
  return row.some((cell) => parseWrittenEui64(cell.trim()) !== undefined)
}

function filledIn(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== '').length
}
