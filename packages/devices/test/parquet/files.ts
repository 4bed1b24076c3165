import { gzipSync } from 'node:zlib'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'

export const JOIN = '70B3D57ED0000002'

export function deviceAt(index: number): { readonly devEui: string; readonly token: string } {
  return {
    devEui: (0x70b3d57ed00a0000n + BigInt(index)).toString(16).toUpperCase(),
    token: Buffer.from(`token ${String(index).padStart(10, '0')}`).toString('base64'),
  }
}

/** The columns of so many devices, as strings, with others behind them. */
export function deviceColumns(count: number, others: readonly ColumnSource[] = []): ColumnSource[] {
  const devices = Array.from({ length: count }, (_, index) => deviceAt(index))
  return [
    { name: 'DevEUI', data: devices.map(({ devEui }) => devEui), type: 'STRING' },
    { name: 'AppEUI', data: devices.map(() => JOIN), type: 'STRING' },
    { name: 'Owner Token', data: devices.map(({ token }) => token), type: 'STRING' },
    ...others,
  ]
}

export type Schema = NonNullable<WriteOptions['schema']>

type WriteOptions = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>

export function parquet(columnData: ColumnSource[], options: WriteOptions = {}): Buffer {
  return Buffer.from(
    parquetWriteBuffer({
      columnData,
      compressors: { GZIP: (bytes) => gzipSync(bytes), ZSTD: zstd },
      ...options,
    }),
  )
}

/** RFC 8878: a frame whose blocks are stored as they are, which Node 20 cannot make. */
function zstd(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(9)
  head.writeUInt32LE(0xfd2fb528, 0)
  // A single segment, whose size has four bytes.
  head[4] = 0xa0
  head.writeUInt32LE(bytes.length, 5)
  const blocks: Uint8Array[] = [head]
  for (let at = 0; at === 0 || at < bytes.length; at += 1 << 16) {
    const piece = bytes.subarray(at, at + (1 << 16))
    const block = Buffer.alloc(3)
    block.writeUIntLE((piece.length << 3) | (at + (1 << 16) >= bytes.length ? 1 : 0), 0, 3)
    blocks.push(block, piece)
  }
  return Buffer.concat(blocks)
}
