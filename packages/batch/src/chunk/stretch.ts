import { localHeader, type ZipEntry } from '../output/zip-records.ts'

/** What a chunk adds to a file that all chunks share. */
export interface SharedStretch {
  readonly name: string
  readonly bytes: Uint8Array
  /** Files of an archive, with offsets from the beginning of the stretch. */
  readonly zipped: readonly ZipEntry[]
}

/** Collects what labels add to one shared file. */
export interface StretchBuilder {
  /** Returns where the bytes begin in the stretch. */
  add(bytes: Uint8Array): number
  /** The same for a file of an archive; its header goes before it. */
  addZipped(name: string, bytes: Uint8Array): number
  build(): SharedStretch
}

export function createStretch(name: string): StretchBuilder {
  const parts: Uint8Array[] = []
  const zipped: ZipEntry[] = []
  let length = 0
  function add(bytes: Uint8Array): number {
    const offset = length
    parts.push(bytes)
    length += bytes.length
    return offset
  }
  return {
    add,
    addZipped(entry, bytes) {
      const { header, crc } = localHeader(entry, bytes)
      zipped.push({ name: entry, crc, size: bytes.length, offset: add(header) })
      return add(bytes)
    },
    build: () => ({ name, bytes: Buffer.concat(parts), zipped }),
  }
}
