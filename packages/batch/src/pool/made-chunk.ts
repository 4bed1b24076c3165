import { namedRecord } from '@claimtag/core'
import type { DrawnChunk } from '../chunk/draw-chunk.ts'
import type { ChunkWriter } from '../chunk/write-chunk.ts'
import type { MadeChunk, Places, WrittenChunk } from '../plan/chunk.ts'

/** Gives drawn chunks on, which are written one after the other: the reader of symbols handles no two at once. */
export function createChunkQueue(): (chunk: DrawnChunk, write: ChunkWriter) => MadeChunk {
  let lastWrite: Promise<unknown> = Promise.resolve()
  return (chunk, write) => {
    const { number, labels, parts, release } = chunk
    function writeInTurn(places: Places): Promise<WrittenChunk> {
      const written = lastWrite.then(() => write(chunk, places))
      lastWrite = written.catch(() => undefined).finally(release)
      return written
    }
    const sizes = namedRecord(parts.map(({ name, bytes }) => [name, bytes.length] as const))
    return { number, labels, sizes, write: writeInTurn, drop: release }
  }
}
