import {
  createTemporaryFile,
  openOwnToRead,
  openToGoOn,
  type TemporaryFile,
  writeWhole,
} from '@claimtag/disk'
import { closeSync, readSync } from 'node:fs'
import type { SharedFiles } from '../files/shared-files.ts'
import type { Place, Places, WrittenChunk } from '../plan/chunk.ts'
import type { Pool } from '../pool/pool.ts'
import { VerificationError } from '../read-back/verification-error.ts'
import { outputError } from '../disk/output-error.ts'
import { ARCHIVE } from '../render/shared-file.ts'
import { archiveEnd } from '../disk/zip-records.ts'

/** Takes bytes. Resolves when it is ready for more; rejects when the reader is gone. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>

/** Passes bytes on chunk by chunk, in the order of the rows, each chunk after it was read back. */
export interface StreamOutput {
  /** Gives each chunk a file of its own, which is removed when its bytes were passed on. */
  readonly sharedOutputs: SharedFiles
  /** The same pool, except that a chunk counts as written when its bytes were passed on. */
  through(pool: Pool): Pool
  /** Passes on the bytes after the last chunk. */
  finish(files: number): Promise<void>
  /** Removes the files of chunks that were not passed on. */
  dispose(): void
}

const PIECE = 1 << 20

/** @param shared the file of a job that the stream equals */
export function openStreamOutput(
  { name, head }: { readonly name: string; readonly head: string },
  write: WriteBytes,
): StreamOutput {
  const files = new Map<string, TemporaryFile>()
  let directory: TemporaryFile | undefined
  let [placed, directorySize] = [head.length, 0]
  let headIsOut = false
  let last: Promise<unknown> = Promise.resolve()

  function temporary(): TemporaryFile {
    const file = createTemporaryFile()
    files.set(file.path, file)
    return file
  }

  async function letOut(bytes: Uint8Array): Promise<void> {
    try {
      await write(bytes)
    } catch (error) {
      throw outputError(error)
    }
  }

  async function letOutHead(): Promise<void> {
    if (!headIsOut && head !== '') await letOut(Buffer.from(head, 'utf8'))
    headIsOut = true
  }

  async function letOutFile(path: string, begin: number, end: number): Promise<void> {
    const file = openOwnToRead(path)
    try {
      for (let at = begin; at < end;) {
        const piece = Buffer.alloc(Math.min(PIECE, end - at))
        const length = readSync(file, piece, 0, piece.length, at)
        if (length === 0) throw new Error(`${path} ends too early`)
        await letOut(piece.subarray(0, length))
        at += length
      }
    } finally {
      closeSync(file)
    }
  }

  async function chunkOut(chunk: WrittenChunk, place: Place | undefined): Promise<WrittenChunk> {
    if (chunk.faults.length > 0) throw new VerificationError(chunk.faults)
    await letOutHead()
    if (place !== undefined) {
      await letOutFile(place.path, place.begin, place.end)
      files.get(place.path)?.dispose()
      files.delete(place.path)
    }
    return chunk
  }

  return {
    sharedOutputs: {
      place({ sizes }): Places {
        const { path } = temporary()
        const size = sizes[name] ?? 0
        // The directory of an archive needs offsets in the whole archive, so the file begins with a hole, which takes
        // no space.
        const begin = name === ARCHIVE ? placed : 0
        placed += size
        return { [name]: { path, begin, end: begin + size } }
      },
      add({ directory: records }) {
        if (records.length === 0) return
        directory ??= temporary()
        writeAt(directory.path, records, directorySize)
        directorySize += records.length
      },
      sizes: () => ({}),
      sync: () => undefined,
      finish: () => [],
      close: () => undefined,
    },
    through: (pool) => ({
      ...pool,
      async make(output, task) {
        const made = await pool.make(output, task)
        return {
          ...made,
          write(places) {
            const out = Promise.all([made.write(places), last]).then(([chunk]) =>
              chunkOut(chunk, places[name]),
            )
            last = out
            return out
          },
        }
      },
    }),
    async finish(count) {
      await letOutHead()
      if (name !== ARCHIVE) return
      if (directory !== undefined) await letOutFile(directory.path, 0, directorySize)
      await letOut(archiveEnd(count, directorySize, placed))
    },
    dispose() {
      for (const file of files.values()) file.dispose()
      files.clear()
    },
  }
}

function writeAt(path: string, bytes: Uint8Array, position: number): void {
  const file = openToGoOn(path)
  try {
    writeWhole(file, bytes, position)
  } finally {
    closeSync(file)
  }
}
