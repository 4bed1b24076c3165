import { closeSync, openSync, readSync } from 'node:fs'
import { createTemporaryFile } from './temporary.ts'
import { writeWhole } from './write-whole.ts'

/** Bytes that are set aside and read again while the process runs. */
export interface ScratchFile {
  readonly size: number
  append(bytes: Uint8Array): void
  /** All bytes from the first on, in pieces. */
  read(): Generator<Buffer>
  /** So many bytes from one of them on; fewer at the end. */
  part(from: number, length: number): Buffer
  dispose(): void
}

const PIECE = 1 << 18

/**
 * Opens an empty temporary file to write and read it.
 *
 * @throws DiskError `temporary-failed`
 *
 * @example
 * ```ts
 * import { openScratchFile } from '@claimtag/disk'
 *
 * const scratch = openScratchFile()
 * scratch.append(new TextEncoder().encode('26W47'))
 * console.log(Buffer.concat([...scratch.read()]).toString()) // 26W47
 * scratch.dispose()
 * ```
 */
export function openScratchFile(): ScratchFile {
  const temporary = createTemporaryFile()
  const file = openSync(temporary.path, 'r+')
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
    part(from, length) {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - from)))
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from))
    },
    dispose() {
      closeSync(file)
      temporary.dispose()
    },
  }
}
