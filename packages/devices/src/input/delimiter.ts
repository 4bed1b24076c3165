import { cellsOf, endsInsideQuotes } from '../text/quotes.ts'
import type { ColumnMapping } from './columns.ts'
import { findHeader, HEADER_WITHIN, type FoundHeader } from './header.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const

/** The separator of a table's cells. */
type Delimiter = (typeof DELIMITERS)[number]

/** The beginning of a table: its delimiter, its first rows, and the place of its names. */
export interface TableHead {
  readonly delimiter: Delimiter
  readonly rows: readonly (readonly string[])[]
  readonly header: FoundHeader
}

/** The line of names is among the first of these rows; the rows below show what the table holds. */
const LOOKED_AT = HEADER_WITHIN + 5

/** Finds the delimiter: the one that gives the most known names, then the most cells. */
export function readTableHead(head: string, mapping: ColumnMapping): TableHead {
  const tried = DELIMITERS.map((delimiter): TableHead => {
    const rows = firstRecords(head, delimiter).map((record) => cellsOf(record, delimiter))
    return { delimiter, rows, header: findHeader(rows, mapping) }
  })
  return tried.reduce((best, one) =>
    one.header.known > best.header.known ||
    (one.header.known === best.header.known && cellsIn(one) > cellsIn(best))
      ? one
      : best,
  )
}

function cellsIn({ rows }: TableHead): number {
  return Math.max(0, ...rows.map((row) => row.length))
}

/** The first records, as the reader of records will find them, without blank ones. */
function firstRecords(head: string, delimiter: string): readonly string[] {
  const records: string[] = []
  let begun: string | undefined
  for (let from = 0; from < head.length && records.length < LOOKED_AT;) {
    const found = head.indexOf('\n', from)
    const end = found === -1 ? head.length : found
    const line = head.slice(from, end)
    from = end + 1
    const record = begun === undefined ? line : `${begun}\n${line}`
    const isOpen = line.includes('"')
      ? endsInsideQuotes(line, delimiter, begun !== undefined)
      : begun !== undefined
    begun = isOpen ? record : undefined
    if (!isOpen && record.trim() !== '') records.push(record.replace(/\r+$/, ''))
  }
  return records
}
