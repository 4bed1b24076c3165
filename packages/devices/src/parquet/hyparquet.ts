import { InputError } from '../issue.ts'
import type * as columns from 'hyparquet/src/column.js'
import type * as compression from 'hyparquet-compressors'
import type * as conversion from 'hyparquet/src/convert.js'
import type * as footers from 'hyparquet/src/metadata.js'
import type * as snappy from 'hyparquet/src/snappy.js'

export type { ColumnMetaData, CompressionCodec, FileMetaData, SchemaElement } from 'hyparquet'
export type { ColumnDecoder, DecodedArray, PageHeader, ParquetParsers } from 'hyparquet/src/types.js'

/** The parts of hyparquet that decode one piece at a time, so that each can be looked at before. */
export interface Hyparquet {
  readonly parquetMetadata: typeof footers.parquetMetadata
  readonly parquetHeader: typeof columns.parquetHeader
  readonly readPage: typeof columns.readPage
  readonly convert: typeof conversion.convert
  readonly defaultParsers: typeof conversion.DEFAULT_PARSERS
  readonly snappyUncompress: typeof snappy.snappyUncompress
}

/**
 * An optional peer: who has no Parquet files need not install it.
 *
 * @throws InputError `parquet-reader-missing`
 */
export async function loadHyparquet(): Promise<Hyparquet> {
  try {
    const [footer, column, convert, unsnappy] = await Promise.all([
      import('hyparquet/src/metadata.js'),
      import('hyparquet/src/column.js'),
      import('hyparquet/src/convert.js'),
      import('hyparquet/src/snappy.js'),
    ])
    return {
      parquetMetadata: footer.parquetMetadata,
      parquetHeader: column.parquetHeader,
      readPage: column.readPage,
      convert: convert.convert,
      defaultParsers: convert.DEFAULT_PARSERS,
      snappyUncompress: unsnappy.snappyUncompress,
    }
  } catch {
    throw new InputError({ code: 'parquet-reader-missing', name: 'hyparquet' })
  }
}

/**
 * Decompresses what Node does not: ZSTD and LZ4. Another optional peer.
 *
 * @throws InputError `parquet-reader-missing`
 */
export async function loadCompressors(): Promise<typeof compression> {
  try {
    return await import('hyparquet-compressors')
  } catch {
    throw new InputError({ code: 'parquet-reader-missing', name: 'hyparquet-compressors' })
  }
}
