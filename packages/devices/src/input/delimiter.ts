import { cellsOf, endsInsideQuotes } from '../text/quotes.ts'
import type { ColumnMapping } from './columns.ts'
import { findHeader, HEADER_WITHIN, type FoundHeader } from './header.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const

/** What separates cells. */
type Delimiter = (typeof DELIMITERS)[number]

/** The beginning of a table: what separates its cells, its first rows, and where its names stand. */
export interface TableHead {
  readonly delimiter: Delimiter
  readonly rows: readonly (readonly string[])[]
  readonly header: FoundHeader
}

/** A line of names is looked for in the first ones; those below show what the table holds. */
const LOOKED_AT = HEADER_WITHIN + 5

/** Tells the delimiter: the one that cuts out the most names we know, then the most cells. */
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

/** The first records as the reader of records finds them; blank ones are left out. */
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
