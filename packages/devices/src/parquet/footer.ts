import type { FileHandle } from 'node:fs/promises'
import { LARGEST_PART } from '../workbook/sheet.ts'
import { damagedParquet, orDamaged, tooLargeParquet, unsupportedParquet } from './fault.ts'
import type { ColumnMetaData, FileMetaData, Hyparquet, SchemaElement } from './hyparquet.ts'
import { thriftEnd } from './thrift-bounds.ts'

/** A column right under the root of the schema. */
export interface ParquetColumn {
  readonly name: string
  readonly element: SchemaElement
  /** Not made of other columns, and one value a row. */
  readonly isFlat: boolean
}

/** A piece of a column: its pages lie one after the other. */
interface ColumnPiece {
  readonly start: number
  readonly end: number
  readonly codec: ColumnMetaData['codec']
}

/** Rows that lie together. */
export interface RowGroup {
  readonly rows: number
  /** By the name of a flat column. */
  readonly pieces: ReadonlyMap<string, ColumnPiece>
}

export interface ParquetFooter {
  readonly columns: readonly ParquetColumn[]
  readonly groups: readonly RowGroup[]
  readonly rows: number
  /** Bytes of the whole file. */
  readonly size: number
}

const MAGIC = 'PAR1'
const ENCRYPTED = 'PARE'
const TAIL = 8
/** A device has a token of more random bytes than this, so there are fewer rows in a file of a size. */
const LEAST_ROW = 8
const ALWAYS_READ = 1 << 20
const MOST_COLUMNS = 1000

/**
 * Reads and checks the description at the end of a Parquet file.
 *
 * @throws InputError `damaged-parquet`, `parquet-too-large`, `parquet-unsupported`
 */
export async function readFooter(file: FileHandle, hyparquet: Hyparquet): Promise<ParquetFooter> {
  const { size } = await file.stat()
  const tail = await partOf(file, Math.max(0, size - TAIL), TAIL)
  const magic = tail.toString('latin1', 4)
  if (magic === ENCRYPTED) throw unsupportedParquet('encryption')
  const length = tail.readUInt32LE(0)
  if (magic !== MAGIC || length + TAIL + MAGIC.length > size) throw damagedParquet('footer')
  if (length > LARGEST_PART) throw tooLargeParquet()
  const bytes = await partOf(file, size - TAIL - length, length + TAIL)
  if (thriftEnd(bytes.subarray(0, length)) === undefined) throw damagedParquet('footer')
  return orDamaged('footer', () =>
    checked(hyparquet.parquetMetadata(exactly(bytes), { geoparquet: false }), size),
  )
}

/** @throws InputError `damaged-parquet` when the file is too short */
export async function partOf(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw damagedParquet('page')
  return buffer
}

function exactly(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

function checked(meta: FileMetaData, size: number): ParquetFooter {
  const columns = topLevel(meta.schema)
  if (columns.length > MOST_COLUMNS) throw tooLargeParquet()
  const flat = new Map(columns.filter(({ isFlat }) => isFlat).map((column) => [column.name, column]))
  if (flat.size !== columns.filter(({ isFlat }) => isFlat).length) throw damagedParquet('footer')
  const groups = meta.row_groups.map((group) => {
    const pieces = new Map<string, ColumnPiece>()
    for (const { meta_data: piece, file_path: path } of group.columns) {
      if (piece === undefined) throw unsupportedParquet('encryption')
      if (path !== undefined && path !== '') throw unsupportedParquet('columns in other files')
      const [name = ''] = piece.path_in_schema
      const column = piece.path_in_schema.length === 1 ? flat.get(name) : undefined
      if (column === undefined) continue
      if (column.element.type !== piece.type || pieces.has(name)) throw damagedParquet('footer')
      pieces.set(name, { ...placeOf(piece, size), codec: piece.codec })
    }
    if (pieces.size !== flat.size) throw damagedParquet('footer')
    return { rows: wholeNumber(group.num_rows), pieces }
  })
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  if (rows !== wholeNumber(meta.num_rows)) throw damagedParquet('rows')
  if (rows > ALWAYS_READ + size / LEAST_ROW) throw tooLargeParquet()
  return { columns, groups, rows, size }
}

function placeOf(piece: ColumnMetaData, size: number): Pick<ColumnPiece, 'start' | 'end'> {
  const data = wholeNumber(piece.data_page_offset)
  const dictionary = wholeNumber(piece.dictionary_page_offset ?? 0n)
  // Some writers give 0 where there is no dictionary.
  const start = dictionary > 0 ? Math.min(dictionary, data) : data
  const end = start + wholeNumber(piece.total_compressed_size)
  if (start < MAGIC.length || end > size) throw damagedParquet('footer')
  return { start, end }
}

function wholeNumber(given: bigint): number {
  const number = Number(given)
  if (!Number.isSafeInteger(number) || number < 0) throw damagedParquet('footer')
  return number
}

/** The schema is a list of elements, each followed by its children. */
function topLevel(schema: readonly SchemaElement[]): readonly ParquetColumn[] {
  const columns: ParquetColumn[] = []
  for (let at = 1; at < schema.length;) {
    const element = schema[at] as SchemaElement
    // The library takes what a file leaves out for granted.
    if (typeof element.name !== 'string') throw damagedParquet('footer')
    const isLeaf = (element.num_children ?? 0) === 0
    const isFlat = isLeaf && element.type !== undefined && element.repetition_type !== 'REPEATED'
    columns.push({ name: element.name, element, isFlat })
    for (let left = 1; left > 0; at++) {
      const next = schema[at]
      if (next === undefined) throw damagedParquet('footer')
      left += (next.num_children ?? 0) - 1
    }
  }
  if (schema[0]?.num_children !== columns.length) throw damagedParquet('footer')
  return columns
}
