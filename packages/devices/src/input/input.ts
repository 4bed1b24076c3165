import { InputError } from '../issue.ts'
import { headingsOf, rolesOf, type ColumnMapping, type Headings, type Role } from './columns.ts'
import { detectDelimiter } from './delimiter.ts'
import { cellsOf } from './quotes.ts'
import { readRecords } from './records.ts'

interface Place {
  readonly path: string
  /** Where the first row begins, in bytes. */
  readonly start: number
  /** The line of `start`. */
  readonly line: number
}

export interface CsvInput extends Place {
  readonly kind: 'csv'
  readonly delimiter: string
  readonly roles: readonly Role[]
  readonly headings: Headings
  readonly mapping?: ColumnMapping
}

interface JsonLinesInput extends Place {
  readonly kind: 'ndjson'
  readonly mapping: ColumnMapping
  /** Every line is `[line, object]`, transcribed from an input whose rows lie on other lines. */
  readonly numbered: boolean
}

/** An input as plain data: what a worker needs to read any part of it. */
export type Input = CsvInput | JsonLinesInput

/**
 * Reads the header of a CSV file and finds its first row.
 *
 * @param mark bytes of byte order mark
 * @param head the beginning of the text behind it
 * @throws InputError `no-rows`, `no-header`, `missing-column`, `duplicate-column`, `key-column`
 */
export function openCsv(path: string, mark: number, head: string, mapping: ColumnMapping): CsvInput {
  const [first, second] = head.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (first === undefined) throw new InputError({ code: 'no-rows' })
  // What Excel writes for itself before the header.
  let isBeforeHeader = /^sep=.$/i.test(first.trimEnd())
  const delimiter = detectDelimiter(isBeforeHeader ? (second ?? '') : first)
  let columns: Pick<CsvInput, 'roles' | 'headings'> | undefined
  for (const records of readRecords({ path, start: mark, line: 1 }, delimiter)) {
    for (const { text, line, offset: start } of records) {
      if (isBeforeHeader) {
        isBeforeHeader = false
        continue
      }
      if (columns !== undefined) return { kind: 'csv', path, start, line, delimiter, ...columns, mapping }
      const header = cellsOf(text, delimiter)
      const roles = rolesOf(header, mapping)
      columns = { roles, headings: headingsOf(header, roles) }
    }
  }
  throw new InputError({ code: 'no-rows' })
}
