import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { jobFolder } from '../job/folder.ts'
import { writeFilesDurably, writeWhole } from '../output/durable.ts'
import { ARCHIVE } from '../output/shared-file.ts'
import { movedRecords } from '../output/zip-records.ts'
import type { Place, Places, WrittenChunk } from './crew.ts'
import type { JobPlan } from './job-plan.ts'
import type { DrawnChunk } from './maker.ts'
import type { Verifier } from './verifier.ts'

export type ChunkWriter = (chunk: DrawnChunk, places: Places) => Promise<WrittenChunk>

/** Writes chunks where they belong, and reads back what the plan wants to be read back. */
export function createChunkWriter(plan: JobPlan): ChunkWriter {
  const { out, verify } = plan
  const { staging } = jobFolder(out)
  // What reads is half of all our code: a job that verifies nothing starts without it.
  let verifier: Promise<Verifier> | undefined
  function verifierOf(): Promise<Verifier> {
    return (verifier ??= import('./verifier.ts').then(({ createVerifier }) => createVerifier(plan)))
  }

  return async ({ number, files, stretches, manifest: draft, verified }, places) => {
    if (files.length > 0) writeFilesDurably(out, join(staging, String(number)), files)
    for (const { name, bytes } of stretches) {
      const place = places[name]
      if (place !== undefined) writeAt(place, bytes)
    }
    const manifest = draft.placed((file) => places[file]?.begin ?? 0)
    const archived = stretches.find(({ name }) => name === ARCHIVE)?.directory
    const directory = movedRecords(archived ?? NO_RECORDS, places[ARCHIVE]?.begin ?? 0)
    const faults = verify === 'none' ? [] : await (await verifierOf())(manifest, places)
    return { manifest, directory, verified, faults }
  }
}

const NO_RECORDS = new Uint8Array()

function writeAt({ path, begin }: Place, bytes: Uint8Array): void {
  const file = openSync(path, 'r+')
  try {
    writeWhole(file, bytes, begin)
  } finally {
    closeSync(file)
  }
}
