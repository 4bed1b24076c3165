import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import { PRIVATE_FILE } from './open.ts'
import { writeWhole } from './write-whole.ts'
import { spoolOf } from './spool.ts'

/** Bytes that are put by and read again, in a private file without a name where the system allows that. */
export interface TemporaryFile {
  readonly size: number
  append(bytes: Uint8Array): void
  /** All bytes from the first, piece by piece. */
  read(): Generator<Buffer>
  dispose(): Promise<void>
}

const PIECE = 1 << 18

export async function openTemporaryFile(): Promise<TemporaryFile> {
  let file = -1
  const spool = await spoolOf(async (path) => {
    file = openSync(path, 'w+', PRIVATE_FILE)
    // Without a name, it is gone with this process however that ends. Windows keeps the name of an open file.
    if (process.platform !== 'win32') rmSync(path)
  })
  let size = 0
  return {
    get size() {
      return size
    },
    append(bytes) {
      writeWhole(file, bytes, size)
      size += bytes.length
    },
    *read() {
      for (let at = 0; at < size;) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE, size - at))
        const length = readSync(file, piece, 0, piece.length, at)
        if (length === 0) return
        yield piece.subarray(0, length)
        at += length
      }
    },
    async dispose() {
      closeSync(file)
      await spool.dispose()
    },
  }
}
