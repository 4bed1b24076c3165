import { join } from 'node:path'
import type { JobFolder } from '../job/folder.ts'
import type { JournalLine } from '../job/job-schema.ts'
import { manifestLine, type ManifestEntry } from '../job/manifest.ts'
import { openGrowingFile, type GrowingFile } from '../output/growing-file.ts'
import { isStreamKind, type StreamKind } from '../output/kinds.ts'
import { PAYLOAD_HEADER } from '../output/payload-csv.ts'
import type { MadeChunk, ReadBackTask } from './crew.ts'
import type { JobPlan } from './job-plan.ts'
import { streamFile } from './maker.ts'

/** The files that all chunks share, put together in the order of the rows. */
export interface Assembly {
  /** Appends a chunk's stretches; says what is to be read back of them. */
  add(chunk: MadeChunk): ReadBackTask
  sizes(): JournalLine['sizes']
  sync(): void
  finish(): void
  close(): void
}

const MANIFEST = 'manifest.ndjson'

export function openAssembly(folder: JobFolder, plan: JobPlan, sizes: JournalLine['sizes']): Assembly {
  const grow = (name: string, head: string): GrowingFile =>
    openGrowingFile(name, join(folder.out, name), sizes[name] ?? 0, Buffer.from(head, 'utf8'))
  const manifest = grow(MANIFEST, '')
  const streams = new Map<StreamKind, GrowingFile>(
    plan.as
      .filter(isStreamKind)
      .map((kind) => [kind, grow(streamFile(kind), kind === 'csv' ? PAYLOAD_HEADER : '')]),
  )
  const files = [manifest, ...streams.values()]

  return {
    add({ entries, streams: stretches }) {
      const begins = new Map<string, number>()
      for (const { kind, bytes } of stretches) {
        const file = streams.get(kind)
        if (file === undefined) continue
        begins.set(kind, file.size)
        file.append(bytes)
      }
      const placed = begins.size === 0 ? entries : entries.map((entry) => moved(entry, begins))
      manifest.append(Buffer.from(placed.map(manifestLine).join(''), 'utf8'))
      return {
        entries: placed,
        paths: Object.fromEntries([...streams.values()].map(({ name, path }) => [name, path])),
      }
    },
    sizes: () => Object.fromEntries(files.map(({ name, size }) => [name, size])),
    sync: () => files.forEach((file) => file.sync()),
    finish: () => files.forEach((file) => file.finish()),
    close: () => files.forEach((file) => file.close()),
  }
}

/** A chunk counts from its own beginning; the file counts from its. */
function moved(entry: ManifestEntry, begins: ReadonlyMap<string, number>): ManifestEntry {
  const files = entry.files.map((file) => {
    const begin = begins.get(file.as)
    return begin === undefined ? file : { ...file, offset: begin + (file.offset ?? 0) }
  })
  return { ...entry, files }
}
