import { join } from 'node:path'
import type { JobFolder } from '../job/folder.ts'
import type { JournalLine } from '../job/job-schema.ts'
import { manifestLine, type ManifestEntry } from '../job/manifest.ts'
import { openGrowingFile, type GrowingFile } from '../output/growing-file.ts'
import { isFileKind } from '../output/kinds.ts'
import { ARCHIVE, sharedFiles } from '../output/shared-file.ts'
import { openZipDirectory } from '../output/zip-directory.ts'
import type { MadeChunk, ReadBackTask } from './crew.ts'
import type { JobPlan } from './job-plan.ts'

/** The files that all chunks share, put together in the order of the rows. */
export interface Assembly {
  /** Appends a chunk's stretches; says what is to be read back of them. */
  add(chunk: MadeChunk): ReadBackTask
  sizes(): JournalLine['sizes']
  sync(): void
  /** @param labels all that the job made */
  finish(labels: number): void
  close(): void
}

const MANIFEST = 'manifest.ndjson'

export function openAssembly(folder: JobFolder, plan: JobPlan, sizes: JournalLine['sizes']): Assembly {
  const grow = (name: string, head: string): GrowingFile =>
    openGrowingFile(name, join(folder.out, name), sizes[name] ?? 0, Buffer.from(head, 'utf8'))
  const manifest = grow(MANIFEST, '')
  const shared = new Map(sharedFiles(plan.as, plan.pack).map(({ name, head }) => [name, grow(name, head)]))
  const archive = shared.get(ARCHIVE)
  const directory = archive === undefined ? undefined : openZipDirectory(folder, sizes)
  const files = [manifest, ...shared.values(), ...(directory === undefined ? [] : [directory.file])]
  const paths = Object.fromEntries([...shared.values()].map(({ name, path }) => [name, path]))

  return {
    add({ entries, stretches }) {
      const begins = new Map<string, number>()
      for (const { name, bytes, zipped } of stretches) {
        const file = shared.get(name)
        if (file === undefined) continue
        begins.set(name, file.size)
        directory?.add(zipped, file.size)
        file.append(bytes)
      }
      const placed = begins.size === 0 ? entries : entries.map((entry) => moved(entry, begins))
      manifest.append(Buffer.from(placed.map(manifestLine).join(''), 'utf8'))
      return { entries: begins.size === 0 ? [] : placed, paths }
    },
    sizes: () => Object.fromEntries(files.map(({ name, size }) => [name, size])),
    sync: () => files.forEach((file) => file.sync()),
    finish(labels) {
      if (archive !== undefined) directory?.appendTo(archive, labels * plan.as.filter(isFileKind).length)
      manifest.finish()
      for (const file of shared.values()) file.finish()
    },
    close: () => files.forEach((file) => file.close()),
  }
}

/** A chunk counts from its own beginning; the file counts from its. */
function moved(entry: ManifestEntry, begins: ReadonlyMap<string, number>): ManifestEntry {
  const files = entry.files.map((file) => {
    const begin = begins.get(file.file)
    return begin === undefined || file.offset === undefined ? file : { ...file, offset: begin + file.offset }
  })
  return { ...entry, files }
}
