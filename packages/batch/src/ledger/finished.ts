import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { BatchError } from '../issue.ts'
import type { JobFolder } from './folder.ts'
import { manifestLineSchema, type JobRecord } from './job-schema.ts'
import { readKey } from './key.ts'
import type { ManifestEntry, ManifestLine } from './manifest/manifest.ts'
import { readJobRecord } from './record.ts'
import { recordFaults } from './record-files.ts'

export interface FinishedJob {
  readonly record: JobRecord
  readonly key: Uint8Array
}

/**
 * A job that has all its labels.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`
 */
export async function finishedJob(folder: JobFolder): Promise<FinishedJob> {
  const damaged = (detail: string): BatchError =>
    new BatchError({ code: 'job-damaged', path: folder.out, detail })
  const record = await readJobRecord(folder)
  if (record === undefined) throw new BatchError({ code: 'job-missing', path: folder.out })
  if (record.state !== 'done') throw new BatchError({ code: 'job-unfinished', path: folder.out })
  const key = readKey(folder)
  if (key === undefined) throw damaged('key')
  if (!existsSync(folder.manifest)) throw damaged('manifest.ndjson')
  return { record, key }
}

/**
 * A finished job whose files about the labels are unchanged, so that they can be trusted.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`
 */
export async function trustedJob(folder: JobFolder): Promise<FinishedJob> {
  const job = await finishedJob(folder)
  const [damaged] = recordFaults(folder, job.record, job.key)
  if (damaged !== undefined)
    throw new BatchError({ code: 'job-damaged', path: folder.out, detail: damaged.file })
  return job
}

/**
 * The labels of devices in the order of the rows.
 *
 * @throws BatchError `job-damaged`
 */
export async function* manifestEntries(folder: JobFolder): AsyncGenerator<ManifestEntry> {
  for await (const line of manifestLines(folder)) if (!('carton' in line)) yield line
}

/**
 * All labels of a job in their order, that of a carton behind those of its devices.
 *
 * @throws BatchError `job-damaged`
 */
export async function* manifestLines({ manifest, out }: JobFolder): AsyncGenerator<ManifestLine> {
  for await (const line of createInterface({ input: createReadStream(manifest), crlfDelay: Infinity })) {
    const entry = manifestLineSchema.safeParse(parsed(line))
    if (!entry.success) throw new BatchError({ code: 'job-damaged', path: out, detail: 'manifest.ndjson' })
    yield entry.data
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
