import { join } from 'node:path'
import { jobFolder } from '../job/folder.ts'
import type { ManifestEntry, ManifestFile } from '../job/manifest.ts'
import { writeFilesDurably } from '../output/durable.ts'
import { hasPicture } from '../read-back/label.ts'
import { createSymbolReader } from '../read-back/symbol.ts'
import { openLabelBytes, readBack, type Fault } from '../read-back/entries.ts'
import type { ChunkTask, JobPlan, VerifyMode } from './job-plan.ts'
import { createChunkMaker } from './maker.ts'
import type { SharedStretch } from './stretch.ts'

/** A chunk whose own files are on the disk and read back; its stretches of shared files are still to be written. */
export interface MadeChunk {
  readonly number: number
  readonly entries: readonly ManifestEntry[]
  readonly stretches: readonly SharedStretch[]
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

/** What the manifest says about who verified a label: its picture was read, or only its bytes compared. */
const READER = 'zxing-wasm'
const COMPARED = 'digest'

/** The work done in the calling thread. */
export function createCrewOfOne(plan: JobPlan): Crew {
  const makeChunk = createChunkMaker(plan)
  const { staging } = jobFolder(plan.out)
  const readSymbol = createSymbolReader()
  const verifiedBy = plan.as.some(hasPicture) ? READER : COMPARED

  async function readBackAll(
    entries: readonly ManifestEntry[],
    wanted: (file: ManifestFile) => boolean,
    pathOf: (name: string) => string,
  ): Promise<readonly Fault[]> {
    const labelBytes = openLabelBytes(({ file }) => pathOf(file))
    const faults: Fault[] = []
    try {
      for (const entry of entries) {
        if (entry.verifiedBy === undefined) continue
        const files = entry.files.filter(wanted)
        faults.push(...(await readBack(entry, files, labelBytes, plan.key, readSymbol)))
      }
    } finally {
      labelBytes.close()
    }
    return faults
  }

  return {
    async make(task) {
      const { number, entries: made, files, stretches } = await makeChunk(task)
      if (files.length > 0) writeFilesDurably(plan.out, join(staging, String(number)), files)
      const entries = made.map((entry) =>
        isVerified(entry.row, plan.verify) ? { ...entry, verifiedBy } : entry,
      )
      const own = files.length === 0 ? [] : entries
      const faults = await readBackAll(own, isOwn, (name) => join(plan.out, name))
      return { number, entries, stretches, faults }
    },
    readBack({ entries, paths }) {
      return readBackAll(
        entries,
        (file) => !isOwn(file),
        (name) => paths[name] ?? name,
      )
    },
    close: () => Promise.resolve(),
  }
}

/** A file that holds one label, and is no part of a larger one. */
function isOwn({ offset }: ManifestFile): boolean {
  return offset === undefined
}

/** By row, so that the same labels are chosen whoever makes them. */
function isVerified(row: number, mode: VerifyMode): boolean {
  if (mode === 'all') return true
  return mode !== 'none' && (row - 1) % mode.every === 0
}
