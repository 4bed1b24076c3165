import type { Input } from '../input/input.ts'
import { errorInFile } from '../issue.ts'
import { inFile } from '../row-issue.ts'
import type { Stretch } from '../text/record.ts'
import { readRecords } from '../text/records.ts'
import { csvReader } from './csv-cells.ts'
import { jsonReader } from './json-cells.ts'
import type { Row } from './row.ts'

/** Reads the rows of an input, or of a part of it, in batches. */
export function* readRows(input: Input, stretch?: Omit<Stretch, 'input'>): Generator<readonly Row[]> {
  try {
    yield* rowsOf(input, stretch)
  } catch (error) {
    throw errorInFile(error, input.file)
  }
}

/** Reads the rows of a part of one of several inputs, in batches. */
export function readPart(inputs: readonly Input[], stretch: Stretch): Generator<readonly Row[]> {
  const input = inputs[stretch.input]
  if (input === undefined) throw new Error(`there is no input ${stretch.input}`)
  return readRows(input, stretch)
}

/** Reads the rows of several inputs as those of one, in batches. */
export function* readAll(inputs: readonly Input[]): Generator<readonly Row[]> {
  let index = 0
  for (const [number, { start, line }] of inputs.entries()) {
    for (const rows of readPart(inputs, { input: number, start, line, index })) {
      yield rows
      index = (rows.at(-1)?.index ?? index) + 1
    }
  }
}

function* rowsOf(input: Input, stretch?: Omit<Stretch, 'input'>): Generator<readonly Row[]> {
  const { start, end, line, index: first } = stretch ?? { ...input, index: 0, end: undefined }
  const { file } = input
  const range = { path: input.path, start, line, ...(end === undefined ? {} : { end }) }
  const read = input.kind === 'csv' ? csvReader(input) : jsonReader(input)
  let index = first
  for (const records of readRecords(range, input.kind === 'csv' ? input.delimiter : undefined)) {
    const rows: Row[] = []
    for (const record of records) {
      const { line: at, cells, issues: wrong, warnings: mended } = read(record)
      if (cells !== undefined && wrong.length === 0 && isEmpty(cells)) continue
      const [issues, warnings] = [inFile(wrong, file), inFile(mended, file)]
      rows.push({ index: index++, line: at, file, offset: record.offset, cells, issues, warnings })
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
