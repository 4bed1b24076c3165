import { createManifestDraft, type ManifestDraft } from '../ledger/manifest/manifest-draft.ts'
import { createByteBuffer } from '../disk/byte-buffer.ts'
import { createFilePartBuilder, type FilePart, type FilePartBuilder } from './file-part.ts'

/** The memory of one chunk, from its first label until it is written. */
interface ChunkBuffers {
  readonly manifest: ManifestDraft
  readonly partOf: (name: string) => FilePartBuilder
  parts(): readonly FilePart[]
  /** Gives the memory to a later chunk; nothing of this chunk may be used any more. */
  readonly release: () => void
}

interface ChunkBufferSource {
  take(): ChunkBuffers
}

/**
 * Buffers are reused by later chunks; freed ones would stay until the next major GC. There are as many as chunks in
 * progress.
 */
export function createChunkBuffers(): ChunkBufferSource {
  const spareBuffers: ReturnType<typeof createByteBuffer>[] = []
  const spareParts: FilePartBuilder[] = []
  return {
    take() {
      const buffer = spareBuffers.pop() ?? createByteBuffer()
      const parts = new Map<string, FilePartBuilder>()
      return {
        manifest: createManifestDraft(buffer),
        partOf(name) {
          const known = parts.get(name) ?? spareParts.pop() ?? createFilePartBuilder()
          parts.set(name, known)
          return known
        },
        parts: () => [...parts].map(([name, builder]) => ({ name, ...builder.built() })),
        release() {
          buffer.clear()
          spareBuffers.push(buffer)
          for (const builder of parts.values()) {
            builder.clear()
            spareParts.push(builder)
          }
          parts.clear()
        },
      }
    },
  }
}
