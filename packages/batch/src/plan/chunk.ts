import type { Fault } from '../fault.ts'

/** A chunk whose labels are drawn, in the memory of the thread that drew them. */
export interface MadeChunk {
  readonly number: number
  readonly labels: number
  /** Bytes that it adds to each file that all chunks share. */
  readonly sizes: Readonly<Record<string, number>>
  /** Puts it on the disk and reads it back. */
  readonly write: (places: Places) => Promise<WrittenChunk>
  /** Gives it up. */
  readonly drop: () => void
}

/** Where a chunk's part of each shared file goes, by the name in the manifest. */
export type Places = Readonly<Record<string, Place>>

export interface Place {
  readonly path: string
  readonly begin: number
  readonly end: number
}

/** A chunk on the disk, and what the files about all chunks say of it. */
export interface WrittenChunk {
  /** Lines of `manifest.ndjson`. */
  readonly manifest: Uint8Array
  /** Records for the archive's directory. */
  readonly directory: Uint8Array
  readonly verified: number
  readonly faults: readonly Fault[]
}
