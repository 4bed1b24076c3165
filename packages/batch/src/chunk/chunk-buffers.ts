import { createManifestDraft, type ManifestDraft } from '../ledger/manifest-draft.ts'
import { createByteBuffer } from '../disk/byte-buffer.ts'
import { createFilePartBuilder, type FilePart, type FilePartBuilder } from './file-part.ts'

/** The memory of one chunk, from its first label until it is written. */
interface ChunkBuffers {
  readonly manifest: ManifestDraft
  readonly partOf: (name: string) => FilePartBuilder
  parts(): readonly FilePart[]
  /** Leaves the memory to a later chunk; nothing of this one may be used any more. */
  readonly release: () => void
}

interface ChunkBufferSource {
  take(): ChunkBuffers
}

/** As many rooms as chunks are under way; what a chunk leaves would otherwise lie about until the next great cleaning. */
export function createChunkBuffers(): ChunkBufferSource {
  const spareBuffers: ReturnType<typeof createByteBuffer>[] = []
  const spareParts: FilePartBuilder[] = []
  return {
    take() {
      const pile = spareBuffers.pop() ?? createByteBuffer()
      const parts = new Map<string, FilePartBuilder>()
      return {
        manifest: createManifestDraft(pile),
        partOf(name) {
          const known = parts.get(name) ?? spareParts.pop() ?? createFilePartBuilder()
          parts.set(name, known)
          return known
        },
        parts: () => [...parts].map(([name, builder]) => ({ name, ...builder.built() })),
        release() {
          pile.clear()
          spareBuffers.push(pile)
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
