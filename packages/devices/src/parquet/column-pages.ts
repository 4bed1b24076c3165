import type { FileHandle } from 'node:fs/promises'
import type { Decompress } from './decompress.ts'
import { damagedParquet, orDamaged, tooLargeParquet, unsupportedParquet } from './fault.ts'
import { type ParquetColumn, partOf } from './footer.ts'
import type { ColumnDecoder, DecodedArray, Hyparquet, PageHeader, ParquetParsers } from './hyparquet.ts'
import { assertDeltaHeader, assertRuns } from './runs.ts'
import { thriftEnd } from './thrift-bounds.ts'

/** What all columns of a file may take together. */
export interface PageBudget {
  /** Bytes that have been decompressed so far, and the most that a file of its size may have. */
  readonly unpacked: (bytes: number) => void
  /** Bytes that this column holds at once, by an estimate. */
  readonly holds: (column: string, bytes: number) => void
}

export interface ColumnSource {
  readonly file: FileHandle
  readonly column: ParquetColumn
  readonly start: number
  readonly end: number
  /** Rows of the group. */
  readonly rows: number
  readonly decompress: Decompress
  readonly hyparquet: Hyparquet
  readonly parsers: Partial<ParquetParsers>
  readonly budget: PageBudget
}

const HEADER = 1 << 14
const LONGEST_HEADER = 1 << 20
/** Pages of a writer are a megabyte each; a dictionary may be larger. */
const LARGEST_PAGE = 64 << 20
const MOST_VALUES = 1 << 21
/** A value in memory, with its level. */
const VALUE_BYTES = 16

/** Others, of which a few bytes stand for a text of any length, are used by no common writer as it comes. */
const READ = [
  'PLAIN',
  'PLAIN_DICTIONARY',
  'RLE_DICTIONARY',
  'RLE',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
]

/**
 * The values of a column of one group of rows, a page at a time; `null` where there is none. Sizes, numbers of values
 * and runs are looked at before the library believes them.
 *
 * @throws InputError `damaged-parquet`, `parquet-too-large`, `parquet-unsupported`
 */
export async function* columnPages(source: ColumnSource): AsyncGenerator<DecodedArray> {
  const { file, column, end, rows, budget } = source
  const decode = createPageDecoder(source)
  let [read, held] = [0, 0]
  for (let at = source.start; read < rows;) {
    const { header, length } = await headerAt(source, at)
    const { compressed_page_size: packed, uncompressed_page_size: size, type } = header
    if (!(packed >= 0) || !(size >= 0) || at + length + packed > end) throw damagedParquet('page')
    if (size > LARGEST_PAGE || packed > LARGEST_PAGE) throw tooLargeParquet()
    const values = valuesIn(header)
    budget.unpacked(size)
    const bytes = size + packed + values * VALUE_BYTES
    if (type === 'DICTIONARY_PAGE') held += bytes
    budget.holds(column.name, held + bytes)
    if (type !== 'DICTIONARY_PAGE' && values > rows - read) throw damagedParquet('rows')
    if (values === 0 && type !== 'DICTIONARY_PAGE') {
      at += length + packed
      continue
    }
    const page = decode(await partOf(file, at + length, packed), header, values)
    at += length + packed
    if (page === undefined) continue
    read += values
    yield page
  }
}

/** Decodes a page, or keeps it when it is a dictionary. */
function createPageDecoder({ column, decompress, hyparquet, parsers }: ColumnSource) {
  const { element, name } = column
  const root = { element: { name: 'root' }, children: [], count: 1, path: [] }
  const leaf = { element, children: [], count: 1, path: [name] }
  const decoder: ColumnDecoder = {
    pathInSchema: [name],
    // A flat column has a type.
    type: element.type as ColumnDecoder['type'],
    element,
    schemaPath: [root, leaf],
    // It gets what was decompressed.
    codec: 'UNCOMPRESSED',
    parsers: { ...hyparquet.defaultParsers, ...parsers },
    utf8: false,
  }
  const isNullable = element.repetition_type !== 'REQUIRED'
  let dictionary: DecodedArray | undefined

  function read(page: Uint8Array, header: PageHeader): DecodedArray {
    const own = new Uint8Array(page)
    const reader = { view: new DataView(own.buffer), offset: 0 }
    const plain = { ...header, compressed_page_size: own.length, uncompressed_page_size: own.length }
    return hyparquet.readPage(reader, plain, decoder, dictionary, undefined, 0).data ?? []
  }

  return (body: Uint8Array, header: PageHeader, values: number): DecodedArray | undefined =>
    orDamaged('page', () => {
      const { uncompressed_page_size: size, data_page_header_v2: second } = header
      if (header.type === 'INDEX_PAGE') return undefined
      if (header.type === 'DICTIONARY_PAGE') {
        dictionary = hyparquet.convert(read(decompress(body, size), header), decoder)
        return undefined
      }
      if (second === undefined) {
        const page = decompress(body, size)
        const levels = isNullable ? 4 + Buffer.from(page.buffer, page.byteOffset).readUInt32LE(0) : 0
        assertReadable(header, page.subarray(Math.min(4, levels), levels), page.subarray(levels), values)
        return whole(read(page, header), values)
      }
      const { repetition_levels_byte_length: repeated, definition_levels_byte_length: levels } = second
      if (
        repeated !== 0 ||
        levels < 0 ||
        levels > size ||
        !(second.num_nulls >= 0 && second.num_nulls <= values)
      )
        throw damagedParquet('page')
      const isPacked = second.is_compressed !== false && size > levels
      const data = isPacked ? decompress(body.subarray(levels), size - levels) : body.subarray(levels)
      assertReadable(header, body.subarray(0, levels), data, values)
      const page = Buffer.concat([body.subarray(0, levels), data])
      return whole(
        read(page, { ...header, data_page_header_v2: { ...second, is_compressed: false } }),
        values,
      )
    })

  function assertReadable(header: PageHeader, levels: Uint8Array, data: Uint8Array, values: number): void {
    const encoding = (header.data_page_header_v2 ?? header.data_page_header)?.encoding ?? ''
    if (!READ.includes(encoding)) throw unsupportedParquet(`the encoding ${encoding}`)
    if (isNullable) assertRuns(levels, 1, values)
    if (encoding.endsWith('_DICTIONARY')) {
      if (dictionary === undefined) throw damagedParquet('page')
      assertRuns(data.subarray(1), data[0] ?? 0, values)
    } else if (encoding === 'RLE') {
      if (element.type !== 'BOOLEAN') throw damagedParquet('page')
      assertRuns(data.subarray(4), 1, values)
    } else if (encoding.startsWith('DELTA_') && data.length > 0) assertDeltaHeader(data)
  }
}

/** A value that a dictionary does not have is `undefined`; one that is left out is `null`. */
function whole(page: DecodedArray, values: number): DecodedArray {
  if (page.length !== values) throw damagedParquet('rows')
  for (let index = 0; index < values; index++) if (page[index] === undefined) throw damagedParquet('page')
  return page
}

async function headerAt(
  { file, end, hyparquet }: ColumnSource,
  at: number,
): Promise<{ readonly header: PageHeader; readonly length: number }> {
  for (let window = HEADER; ; window *= 8) {
    const bytes = await partOf(file, at, Math.max(0, Math.min(window, end - at)))
    const length = thriftEnd(bytes)
    if (length !== undefined) {
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, length), offset: 0 }
      return { header: orDamaged('page', () => hyparquet.parquetHeader(reader)), length }
    }
    if (window >= LONGEST_HEADER || window >= end - at) throw damagedParquet('page')
  }
}

function valuesIn({ type, ...header }: PageHeader): number {
  const described =
    type === 'DICTIONARY_PAGE'
      ? header.dictionary_page_header
      : (header.data_page_header_v2 ?? header.data_page_header)
  if (type === 'INDEX_PAGE') return 0
  const values = described?.num_values
  if (values === undefined || !Number.isSafeInteger(values) || values < 0) throw damagedParquet('page')
  if (values > MOST_VALUES) throw tooLargeParquet()
  return values
}
