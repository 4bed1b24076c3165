import { closeSync } from 'node:fs'
import { join } from 'node:path'
import { jobFolder } from '../ledger/folder.ts'
import { openToGoOn, writeFilesDurably, writeWhole } from '@claimtag/disk'
import { ARCHIVE, runFolder } from '../render/shared-file.ts'
import { movedRecords } from '../disk/zip-records.ts'
import type { Place, Places, WrittenChunk } from '../plan/chunk.ts'
import type { JobPlan } from '../plan/job-plan.ts'
import type { DrawnChunk } from './draw-chunk.ts'
import type { ChunkVerifier } from './verify-chunk.ts'

export type ChunkWriter = (chunk: DrawnChunk, places: Places) => Promise<WrittenChunk>

/**
 * Writes chunks to their places, and reads them back as the plan demands.
 *
 * @param openVerifier Default: what reads the symbols.
 */
export function createChunkWriter(
  plan: JobPlan,
  openVerifier: () => Promise<ChunkVerifier> = () => symbolVerifier(plan),
): ChunkWriter {
  const { out, verify } = plan
  const { staging } = jobFolder(out)
  const archive = runFolder(plan.addition) + ARCHIVE
  // Loaded only when needed: reading back is half of all code, and a job that verifies nothing starts without it.
  let verifier: Promise<ChunkVerifier> | undefined
  function verifierOf(): Promise<ChunkVerifier> {
    return (verifier ??= openVerifier())
  }

  return async ({ number, files, parts, manifest: draft, verified }, places) => {
    if (files.length > 0) writeFilesDurably(out, join(staging, String(number)), files)
    for (const { name, bytes } of parts) {
      const place = places[name]
      if (place !== undefined) writeAt(place, bytes)
    }
    const manifest = draft.placed((file) => places[file]?.begin ?? 0)
    const archived = parts.find(({ name }) => name === archive)?.directory
    const directory = movedRecords(archived ?? NO_RECORDS, places[archive]?.begin ?? 0)
    const faults = verify === 'none' ? [] : await (await verifierOf())(manifest, places)
    return { manifest, directory, verified, faults }
  }
}

const NO_RECORDS = new Uint8Array()

async function symbolVerifier(plan: JobPlan): Promise<ChunkVerifier> {
  return (await import('./verify-chunk.ts')).createChunkVerifier(plan)
}

function writeAt({ path, begin }: Place, bytes: Uint8Array): void {
  const file = openToGoOn(path)
  try {
    writeWhole(file, bytes, begin)
  } finally {
    closeSync(file)
  }
}
