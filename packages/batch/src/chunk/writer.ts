import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { jobFolder } from '../job/folder.ts'
import { manifestLine, type ManifestEntry, type ManifestFile } from '../job/manifest.ts'
import { writeFilesDurably, writeWhole } from '../output/durable.ts'
import { ARCHIVE } from '../output/shared-file.ts'
import { directoryRecord } from '../output/zip-records.ts'
import { openLabelBytes, readBack, type Fault } from '../read-back/entries.ts'
import { hasPicture } from '../read-back/label.ts'
import { createSymbolReader } from '../read-back/symbol.ts'
import type { Place, Places, WrittenChunk } from './crew.ts'
import type { JobPlan, VerifyMode } from './job-plan.ts'
import type { DrawnChunk } from './maker.ts'

export type ChunkWriter = (chunk: DrawnChunk, places: Places) => Promise<WrittenChunk>

/** What the manifest says about who verified a label: its picture was read, or only its bytes compared. */
const READER = 'zxing-wasm'
const COMPARED = 'digest'

/** Writes chunks where they belong, and reads back what the plan wants to be read back. */
export function createChunkWriter({ as, out, verify, key }: JobPlan): ChunkWriter {
  const { staging } = jobFolder(out)
  const readSymbol = createSymbolReader()
  const verifiedBy = as.some(hasPicture) ? READER : COMPARED

  async function faultsOf(entries: readonly ManifestEntry[], places: Places): Promise<readonly Fault[]> {
    const labelBytes = openLabelBytes(({ file }) => places[file]?.path ?? join(out, file))
    const faults: Fault[] = []
    try {
      for (const entry of entries) {
        if (entry.verifiedBy === undefined) continue
        faults.push(...(await readBack(entry, entry.files, labelBytes, key, readSymbol)))
      }
    } finally {
      labelBytes.close()
    }
    return faults
  }

  return async ({ number, entries: drawn, files, stretches }, places) => {
    if (files.length > 0) writeFilesDurably(out, join(staging, String(number)), files)
    for (const { name, bytes } of stretches) {
      const place = places[name]
      if (place !== undefined) writeAt(place, bytes)
    }
    const entries = drawn.map((entry) => ({
      ...placed(entry, places),
      ...(isVerified(entry.row, verify) ? { verifiedBy } : {}),
    }))
    const archive = places[ARCHIVE]?.begin ?? 0
    const records = stretches
      .flatMap(({ zipped }) => zipped)
      .map((entry) => directoryRecord({ ...entry, offset: archive + entry.offset }))
    return {
      manifest: Buffer.from(entries.map(manifestLine).join(''), 'utf8'),
      directory: Buffer.concat(records),
      verified: entries.filter(({ verifiedBy: by }) => by !== undefined).length,
      faults: await faultsOf(entries, places),
    }
  }
}

function writeAt({ path, begin }: Place, bytes: Uint8Array): void {
  const file = openSync(path, 'r+')
  try {
    writeWhole(file, bytes, begin)
  } finally {
    closeSync(file)
  }
}

/** A chunk counts from its own beginning; a file counts from its. */
function placed(entry: ManifestEntry, places: Places): ManifestEntry {
  const moved = (file: ManifestFile): ManifestFile => {
    const begin = places[file.file]?.begin
    return begin === undefined || file.offset === undefined ? file : { ...file, offset: begin + file.offset }
  }
  return { ...entry, files: entry.files.map(moved) }
}

/** By row, so that the same labels are chosen whoever makes them. */
function isVerified(row: number, mode: VerifyMode): boolean {
  if (mode === 'all') return true
  return mode !== 'none' && (row - 1) % mode.every === 0
}
