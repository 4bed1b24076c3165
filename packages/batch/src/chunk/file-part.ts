import { createByteBuffer } from '../disk/byte-buffer.ts'
import { directoryRecord, localHeader } from '../disk/zip-records.ts'

/** The part of a shared file that one chunk adds. */
export interface FilePart {
  readonly name: string
  readonly bytes: Uint8Array
  /** Of an archive: the records of its files, with offsets from the beginning of the part. */
  readonly directory: Uint8Array
}

/** Collects the bytes that labels add to one shared file, chunk after chunk. */
export interface FilePartBuilder {
  /** Returns the offset of the bytes in the part. */
  add(bytes: Uint8Array): number
  /** The same for a file of an archive; its header is added before it. */
  addZipped(name: string, bytes: Uint8Array): number
  /** The bytes added since the last `clear`, valid until the next one. */
  built(): Omit<FilePart, 'name'>
  clear(): void
}

export function createFilePartBuilder(): FilePartBuilder {
  const buffer = createByteBuffer()
  const directory = createByteBuffer()
  return {
    add: (bytes) => buffer.add(bytes),
    addZipped(entry, bytes) {
      const { header, crc } = localHeader(entry, bytes)
      const offset = buffer.add(header)
      directory.add(directoryRecord({ name: entry, crc, size: bytes.length, offset }))
      return buffer.add(bytes)
    },
    built: () => ({ bytes: buffer.all(), directory: directory.all() }),
    clear() {
      buffer.clear()
      directory.clear()
    },
  }
}
