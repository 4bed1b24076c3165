import { parseWrittenEui64 } from '@claimtag/core'
import { InputError } from '../issue.ts'
import { isKnownColumn } from './columns.ts'
import { cellsOf } from './quotes.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const

/** What separates cells. */
export type Delimiter = (typeof DELIMITERS)[number]

/**
 * Tells the delimiter from the header: the one that cuts out the most names we know, then the most cells.
 *
 * @throws InputError `no-header` when the line holds a device instead of names
 */
export function detectDelimiter(header: string): Delimiter {
  const scored = DELIMITERS.map((delimiter) => {
    const cells = cellsOf(header, delimiter).map((cell) => cell.trim())
    return { delimiter, cells, known: cells.filter(isKnownColumn).length }
  })
  const best = scored.reduce((a, b) =>
    b.known > a.known || (b.known === a.known && b.cells.length > a.cells.length) ? b : a,
  )
  if (best.known === 0 && best.cells.some((cell) => parseWrittenEui64(cell) !== undefined)) {
    throw new InputError({ code: 'no-header' })
  }
  return best.delimiter
}
