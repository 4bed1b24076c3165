import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { orDamaged, unsupportedParquet } from './fault.ts'
import { type CompressionCodec, type Hyparquet, loadCompressors } from './hyparquet.ts'

/** Decompresses a page into as many bytes as its header says. */
export type Decompress = (bytes: Uint8Array, length: number) => Uint8Array

/**
 * What decompresses a column. None of them makes more bytes than asked for.
 *
 * @throws InputError `parquet-unsupported`, `parquet-reader-missing`
 */
export async function decompressor(codec: CompressionCodec, hyparquet: Hyparquet): Promise<Decompress> {
  const decompress = await chosen(codec, hyparquet)
  return (bytes, length) => {
    const page = orDamaged('page', () => decompress(bytes, length))
    return orDamaged('size', () => {
      if (page.length !== length) throw new RangeError()
      return page
    })
  }
}

async function chosen(codec: CompressionCodec, { snappyUncompress }: Hyparquet): Promise<Decompress> {
  switch (codec) {
    case 'UNCOMPRESSED':
      return (bytes) => bytes
    case 'SNAPPY':
      return (bytes, length) => {
        const page = new Uint8Array(length)
        snappyUncompress(bytes, page)
        return page
      }
    case 'GZIP':
      return (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) })
    case 'BROTLI':
      return (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) })
    case 'ZSTD': {
      const { decompressZstd } = await loadCompressors()
      return (bytes, length) => decompressZstd(bytes, new Uint8Array(length))
    }
    case 'LZ4':
    case 'LZ4_RAW': {
      const { decompressLz4, decompressLz4Raw } = await loadCompressors()
      return codec === 'LZ4' ? decompressLz4 : decompressLz4Raw
    }
    default:
      throw unsupportedParquet(`the compression ${codec}`)
  }
}
