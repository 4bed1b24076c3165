import { createManifestDraft, type ManifestDraft } from '../job/manifest-draft.ts'
import { createBytePile } from '../output/byte-pile.ts'
import { createStretch, type SharedStretch, type StretchBuilder } from './stretch.ts'

/** The memory of one chunk, from its first label until it is written. */
interface ChunkRoom {
  readonly manifest: ManifestDraft
  readonly stretchOf: (name: string) => StretchBuilder
  stretches(): readonly SharedStretch[]
  /** Leaves the memory to a later chunk; nothing of this one may be used any more. */
  readonly release: () => void
}

interface ChunkRooms {
  take(): ChunkRoom
}

/** As many rooms as chunks are under way; what a chunk leaves would otherwise lie about until the next great cleaning. */
export function createChunkRooms(): ChunkRooms {
  const sparePiles: ReturnType<typeof createBytePile>[] = []
  const spareStretches: StretchBuilder[] = []
  return {
    take() {
      const pile = sparePiles.pop() ?? createBytePile()
      const stretches = new Map<string, StretchBuilder>()
      return {
        manifest: createManifestDraft(pile),
        stretchOf(name) {
          const known = stretches.get(name) ?? spareStretches.pop() ?? createStretch()
          stretches.set(name, known)
          return known
        },
        stretches: () => [...stretches].map(([name, builder]) => ({ name, ...builder.built() })),
        release() {
          pile.clear()
          sparePiles.push(pile)
          for (const builder of stretches.values()) {
            builder.clear()
            spareStretches.push(builder)
          }
          stretches.clear()
        },
      }
    },
  }
}
