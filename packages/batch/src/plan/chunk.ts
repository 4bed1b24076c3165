import type { Fault } from '../fault.ts'

/** A chunk whose labels are drawn, in the memory of the thread that drew them. */
export interface MadeChunk {
  readonly number: number
  readonly labels: number
  /** Number of bytes that it adds to each shared file. */
  readonly sizes: Readonly<Record<string, number>>
  /** Writes it to the disk and reads it back. */
  readonly write: (places: Places) => Promise<WrittenChunk>
  /** Gives it up. */
  readonly drop: () => void
}

/** The places of a chunk's parts of shared files, by their names in the manifest. */
export type Places = Readonly<Record<string, Place>>

export interface Place {
  readonly path: string
  readonly begin: number
  readonly end: number
}

/** A chunk on the disk, with its parts of the files about all chunks. */
export interface WrittenChunk {
  /** Lines of `manifest.ndjson`. */
  readonly manifest: Uint8Array
  /** Records for the archive's directory. */
  readonly directory: Uint8Array
  readonly verified: number
  readonly faults: readonly Fault[]
}
