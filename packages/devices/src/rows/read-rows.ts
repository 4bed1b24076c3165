import type { Input } from '../input/input.ts'
import type { Stretch } from '../text/record.ts'
import { readRecords } from '../text/records.ts'
import { csvReader } from './csv-cells.ts'
import { jsonReader } from './json-cells.ts'
import type { Row } from './row.ts'

/** Reads the rows of an input, or of a part of it, in batches. */
export function* readRows(input: Input, stretch?: Stretch): Generator<readonly Row[]> {
  const { start, end, line, index: first } = stretch ?? { ...input, index: 0, end: undefined }
  const range = { path: input.path, start, line, ...(end === undefined ? {} : { end }) }
  const read = input.kind === 'csv' ? csvReader(input) : jsonReader(input)
  let index = first
  for (const records of readRecords(range, input.kind === 'csv' ? input.delimiter : undefined)) {
    const rows: Row[] = []
    for (const record of records) {
      const { line: at, cells, issues, warnings } = read(record)
      if (cells !== undefined && issues.length === 0 && isEmpty(cells)) continue
      rows.push({ index: index++, line: at, offset: record.offset, cells, issues, warnings })
    }
    if (rows.length > 0) yield rows
  }
}

// A spreadsheet writes an empty row as `;;;;`.
function isEmpty(cells: NonNullable<Row['cells']>): boolean {
  for (const _ in cells.fields) return false
  for (const name in cells.columns) if (cells.columns[name] !== '') return false
  return true
}
