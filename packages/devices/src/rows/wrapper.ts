import { INVISIBLE } from '../input/column-names.ts'

/** Pairs of quotes that word processors and mail programs make of straight ones. */
const TYPOGRAPHIC = /^[“”„‟«»‹›‘’‚‛](.*)[“”„‟«»‹›‘’‚‛]$/su
const EQUALS_QUOTED = /^="((?:[^"]|"")*)"$/s

const [QUOTE, APOSTROPHE, EQUALS, BACKTICK] = [0x22, 0x27, 0x3d, 0x60]

/** Whether a cell of plain ASCII begins with a character of a wrapper. */
export function mayBeWrapped(cell: string): boolean {
  const first = cell.charCodeAt(0)
  return first === EQUALS || first === APOSTROPHE || first === QUOTE || first === BACKTICK
}

/** The value of a wrapped cell. */
export interface Unwrapped {
  readonly value: string
  /** Whether its first or last character may or may not belong to it. */
  readonly isUnsure: boolean
  readonly hadInvisible: boolean
}

/**
 * Removes what spreadsheets and people put around a value so that it stays text: `="00123456"`, an apostrophe before
 * it, typographic quotes, invisible characters.
 */
export function unwrap(cell: string): Unwrapped {
  const visible = cell.replace(INVISIBLE, '').trim()
  const value = bare(visible)
  return {
    value: value.trim(),
    isUnsure: /^["'`]/.test(value) || /[“”„‟«»‹›‘’‚‛]/u.test(value),
    hadInvisible: visible.length !== cell.length,
  }
}

function bare(cell: string): string {
  const quoted = EQUALS_QUOTED.exec(cell)?.[1]
  if (quoted !== undefined) return quoted.replaceAll('""', '"')
  const typographic = TYPOGRAPHIC.exec(cell)?.[1]
  if (typographic !== undefined) return typographic
  if (!cell.startsWith("'")) return cell
  return cell.length > 2 && cell.endsWith("'") ? cell.slice(1, -1) : cell.slice(1)
}
