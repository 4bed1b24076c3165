import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { jobFolder } from '../job/folder.ts'
import type { ManifestEntry } from '../job/manifest.ts'
import { writeFilesDurably } from '../output/durable.ts'
import { isFileKind, type StreamKind } from '../output/kinds.ts'
import { readBackLabel, type ReadBackFault } from '../read-back/label.ts'
import type { ChunkTask, JobPlan, VerifyMode } from './job-plan.ts'
import { createChunkMaker } from './maker.ts'

/** A label that did not read back as it should. */
export interface Fault {
  readonly line: number
  readonly devEui: string
  readonly file: string
  readonly fault: ReadBackFault
}

/** A chunk whose own files are on the disk and read back; its stretches of shared files are still to be written. */
export interface MadeChunk {
  readonly number: number
  readonly entries: readonly ManifestEntry[]
  readonly streams: readonly { readonly kind: StreamKind; readonly bytes: Uint8Array }[]
  readonly faults: readonly Fault[]
}

/** Stretches of shared files to be read back from where they were written. */
export interface ReadBackTask {
  readonly entries: readonly ManifestEntry[]
  /** Where the bytes of each shared file are now, by the name in the manifest. */
  readonly paths: Readonly<Record<string, string>>
}

/** Those who do the work: this thread, or several workers. */
export interface Crew {
  make(task: ChunkTask): Promise<MadeChunk>
  readBack(task: ReadBackTask): Promise<readonly Fault[]>
  close(): Promise<void>
}

/** What names the reader in the manifest. */
export const READER = 'zxing-wasm'

/** The work done in the calling thread. */
export function createCrewOfOne(plan: JobPlan): Crew {
  const makeChunk = createChunkMaker(plan)
  const { staging } = jobFolder(plan.out)

  return {
    async make(task) {
      const chunk = await makeChunk(task)
      if (chunk.files.length > 0) writeFilesDurably(plan.out, join(staging, String(task.number)), chunk.files)
      const entries = chunk.entries.map((entry) =>
        isVerified(entry.row, plan.verify) ? { ...entry, verifiedBy: READER } : entry,
      )
      const faults = await readBackAll(entries, plan.key, (file) =>
        isFileKind(file.as) ? readFileSync(join(plan.out, file.file)) : undefined,
      )
      return { number: chunk.number, entries, streams: chunk.streams, faults }
    },
    readBack: async ({ entries, paths }) => {
      const open = new Map(Object.entries(paths).map(([name, path]) => [name, openSync(path, 'r')]))
      try {
        return await readBackAll(entries, plan.key, ({ file, offset, bytes }) => {
          const from = open.get(file)
          return from === undefined ? undefined : readAt(from, offset ?? 0, bytes)
        })
      } finally {
        for (const file of open.values()) closeSync(file)
      }
    },
    close: () => Promise.resolve(),
  }
}

async function readBackAll(
  entries: readonly ManifestEntry[],
  key: Uint8Array,
  bytesOf: (file: ManifestEntry['files'][number]) => Uint8Array | undefined,
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  for (const entry of entries) {
    if (entry.verifiedBy === undefined) continue
    for (const file of entry.files) {
      const bytes = bytesOf(file)
      const fault = bytes === undefined ? undefined : await readBackLabel(entry, file, bytes, key)
      if (fault !== undefined) faults.push({ line: entry.line, devEui: entry.devEui, file: file.file, fault })
    }
  }
  return faults
}

/** By row, so that the same labels are chosen whoever makes them. */
function isVerified(row: number, mode: VerifyMode): boolean {
  if (mode === 'all') return true
  return mode !== 'none' && (row - 1) % mode.every === 0
}

function readAt(file: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, offset))
}
