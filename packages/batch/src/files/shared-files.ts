import { createHmac } from 'node:crypto'
import { namedRecord } from '@claimtag/core'
import { basename, join } from 'node:path'
import type { JobFolder } from '../ledger/folder.ts'
import { KEYED_DIGEST_DIGITS, updateFromFile } from '../ledger/file-digest.ts'
import type { JournalLine, RecordFile } from '../ledger/job-schema.ts'
import { recordFile } from '../ledger/record-files.ts'
import { openGrowingFile, type GrowingFile } from '../disk/growing-file.ts'
import { isFileKind } from '../render/kinds.ts'
import { ONE_FILE } from '../render/page-place.ts'
import { payloadHeader } from '../render/payload-csv.ts'
import { ARCHIVE, runFolder, sharedFiles } from '../render/shared-file.ts'
import type { Volumes } from './pdf-volumes.ts'
import { openZipDirectory } from './zip-directory.ts'
import type { MadeChunk, Place, Places, WrittenChunk } from '../plan/chunk.ts'
import type { JobPlan } from '../plan/job-plan.ts'

/** The files that all chunks share, in the order of the rows. */
export interface SharedFiles {
  /** Assigns the place of the next chunk. The thread that made the chunk writes its bytes. */
  place(chunk: MadeChunk): Places
  /** Adds a written chunk: the earliest that has a place and was not added yet. */
  add(chunk: WrittenChunk): void
  /** The sizes after all chunks that were added. */
  sizes(): JournalLine['sizes']
  sync(): void
  /**
   * @param labels number of all labels of devices of the run
   * @param cartons number of its labels of cartons
   * @returns the files about the labels, as they are now
   */
  finish(labels: number, cartons: number): readonly RecordFile[]
  close(): void
}

const MANIFEST = 'manifest.ndjson'

export async function openSharedFiles(
  folder: JobFolder,
  plan: JobPlan,
  state: JournalLine,
): Promise<SharedFiles> {
  const { sizes } = state
  const grow = (name: string, head: string): GrowingFile =>
    openGrowingFile(name, join(folder.out, name), sizes[name] ?? 0, Buffer.from(head, 'utf8'))
  const manifest = grow(MANIFEST, '')
  // Updated as the file grows: reading a million lines again would take half a second at the end.
  const digest = createHmac('sha256', plan.key)
  updateFromFile(digest, manifest.path, manifest.size)
  const payloadHead = plan.payload === undefined ? '' : payloadHeader(plan.payload)
  const shared = new Map(
    sharedFiles(plan.as, plan.pack, payloadHead, plan.addition).map(({ name, head }) => [
      name,
      grow(name, head),
    ]),
  )
  const archive = shared.get(runFolder(plan.addition) + ARCHIVE)
  const directory = archive === undefined ? undefined : openZipDirectory(folder, sizes)
  const files = [manifest, ...shared.values(), ...(directory === undefined ? [] : [directory.file])]
  const reads = plan.verify !== 'none'
  const { pages = ONE_FILE } = plan
  let volumes: Volumes | undefined
  if (plan.as.includes('pdf')) {
    const { openVolumes } = await import('./pdf-volumes.ts')
    volumes = await openVolumes(folder, { ...plan, pages, reads }, state)
  }
  const ends = new Map([...shared.values()].map(({ name, size }) => [name, size] as const))
  const placed: { readonly places: Places; readonly labels: number }[] = []

  /** Parts that do not belong to shared files belong to volumes. */
  function others<T>(byName: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
    return namedRecord(Object.entries(byName).filter(([name]) => !shared.has(name)))
  }

  return {
    place({ sizes: added, labels }) {
      const places = namedRecord<Place>()
      for (const { name, path } of shared.values()) {
        const begin = ends.get(name) ?? 0
        const end = begin + (added[name] ?? 0)
        places[name] = { path, begin, end }
        ends.set(name, end)
      }
      Object.assign(places, volumes?.place(others(added)))
      placed.push({ places, labels })
      return places
    },
    add({ manifest: lines, directory: records }) {
      const { places, labels } = placed.shift() ?? { places: {}, labels: 0 }
      for (const [name, { end }] of Object.entries(places)) shared.get(name)?.grewTo(end)
      volumes?.add(others(places), labels)
      directory?.add(records)
      manifest.append(lines)
      digest.update(lines)
    },
    sizes: () => ({
      ...namedRecord(files.map(({ name, size }) => [name, size] as const)),
      ...volumes?.sizes(),
    }),
    sync() {
      files.forEach((file) => file.sync())
      volumes?.sync()
    },
    finish(labels, cartons) {
      const entries = (labels + cartons) * plan.as.filter(isFileKind).length
      if (archive !== undefined) directory?.appendTo(archive, entries)
      volumes?.finish()
      manifest.finish()
      for (const file of shared.values()) file.finish()
      const bytes = manifest.size
      const written = { file: MANIFEST, bytes, digest: digest.digest('hex').slice(0, KEYED_DIGEST_DIGITS) }
      return volumes === undefined
        ? [written]
        : [written, recordFile(folder, basename(folder.volumes), plan.key)]
    },
    close: () => volumes?.close(),
  }
}
