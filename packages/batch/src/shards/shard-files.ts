import { namedRecord } from '@claimtag/core'
import { openGrowingFile } from '../disk/growing-file.ts'
import type { SharedFiles } from '../files/shared-files.ts'
import type { JournalLine } from '../ledger/job-schema.ts'
import { recordFile } from '../ledger/record-files.ts'
import type { Place, Places } from '../plan/chunk.ts'
import { BODY, MANIFEST, type ShardFolder } from './shard-folder.ts'

/**
 * The files of a shard: its manifest, and the bytes of its labels for all files of many, which it cannot begin or end
 * by itself. The offsets in the manifest are those in `labels.part`.
 */
export function openShardFiles(folder: ShardFolder, key: Uint8Array, { sizes }: JournalLine): SharedFiles {
  const grow = (name: string, path: string) => openGrowingFile(name, path, sizes[name] ?? 0, new Uint8Array())
  const manifest = grow(MANIFEST, folder.manifest)
  const body = grow(BODY, folder.body)
  const placed: number[] = []
  let end = body.size
  return {
    place({ sizes: added }): Places {
      const places = namedRecord<Place>()
      for (const [name, bytes] of Object.entries(added)) {
        places[name] = { path: body.path, begin: end, end: end + bytes }
        end += bytes
      }
      placed.push(end)
      return places
    },
    add({ manifest: lines }) {
      body.grewTo(placed.shift() ?? end)
      manifest.append(lines)
    },
    sizes: () => ({ [MANIFEST]: manifest.size, [BODY]: body.size }),
    sync() {
      manifest.sync()
      body.sync()
    },
    finish() {
      manifest.finish()
      body.finish()
      return [recordFile(folder, MANIFEST, key)]
    },
    close: () => undefined,
  }
}
