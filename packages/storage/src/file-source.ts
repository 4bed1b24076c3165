import { openHandleToRead } from '@claimtag/disk'
import { digestOf, encrypt } from './encryption/format.ts'
import type { ObjectSource } from './s3/put-object.ts'

const PIECE = 1 << 20

/** The bytes of a file, a piece at a time. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await openHandleToRead(path)
  try {
    for (let at = 0; ;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** A file as it is uploaded: as it is, or encrypted when a key is given. */
export async function fileSource(path: string, key: Uint8Array | undefined): Promise<ObjectSource> {
  const clear = await digestOf(piecesOf(path))
  if (key === undefined) return { ...clear, pieces: () => piecesOf(path) }
  const pieces = (): AsyncIterable<Uint8Array> => encrypt(piecesOf(path), key, clear.sha256)
  return { ...(await digestOf(pieces())), pieces }
}
