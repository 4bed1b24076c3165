import { createByteBuffer } from '../disk/byte-buffer.ts'
import { directoryRecord, localHeader } from '../disk/zip-records.ts'

/** What a chunk adds to a file that all chunks share. */
export interface FilePart {
  readonly name: string
  readonly bytes: Uint8Array
  /** Of an archive: the records of its files, with offsets from the beginning of the stretch. */
  readonly directory: Uint8Array
}

/** Collects what labels add to one shared file, chunk after chunk. */
export interface FilePartBuilder {
  /** Returns where the bytes begin in the stretch. */
  add(bytes: Uint8Array): number
  /** The same for a file of an archive; its header goes before it. */
  addZipped(name: string, bytes: Uint8Array): number
  /** What was added since the last `clear`, until the next one. */
  built(): Omit<FilePart, 'name'>
  clear(): void
}

export function createFilePartBuilder(): FilePartBuilder {
  const pile = createByteBuffer()
  const directory = createByteBuffer()
  return {
    add: (bytes) => pile.add(bytes),
    addZipped(entry, bytes) {
      const { header, crc } = localHeader(entry, bytes)
      const offset = pile.add(header)
      directory.add(directoryRecord({ name: entry, crc, size: bytes.length, offset }))
      return pile.add(bytes)
    },
    built: () => ({ bytes: pile.all(), directory: directory.all() }),
    clear() {
      pile.clear()
      directory.clear()
    },
  }
}
