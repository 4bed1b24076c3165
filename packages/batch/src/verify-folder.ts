import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { createInterface } from 'node:readline'
import { BatchError } from './issue.ts'
import { HIDDEN, jobFolder, type JobFolder } from './job/folder.ts'
import { manifestEntrySchema } from './job/job-schema.ts'
import { readKey } from './job/key.ts'
import type { ManifestEntry } from './job/manifest.ts'
import { readJobRecord } from './job/record.ts'
import { FILE_KINDS } from './output/kinds.ts'
import { createTextSet, type TextSet } from './preflight/text-set.ts'
import { openLabelBytes, readBack, type Fault } from './read-back/entries.ts'

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (labels: number, total: number) => void
}

/** What a second look at a finished job found. */
export interface FolderVerdict {
  /** Labels that were read. */
  readonly labels: number
  /** Labels that are missing, were changed, or do not read as they should. */
  readonly faults: readonly Fault[]
  /** Label files that the job did not make. */
  readonly additional: readonly string[]
}

/**
 * Reads every label of a finished job again, from the files alone: bytes and symbols against the keyed digests of
 * the manifest. Whoever changes a label cannot make up its digest without the key in the folder.
 *
 * @throws BatchError `job-damaged` when the folder holds no finished job of ours
 */
export async function verifyFolder(out: string, options: VerifyOptions = {}): Promise<FolderVerdict> {
  const { signal, onProgress } = options
  const folder = jobFolder(out)
  const { key, total } = finishedJob(folder)
  const labelBytes = openLabelBytes(({ file }) => join(out, file))
  const known = createTextSet()
  const faults: Fault[] = []
  let labels = 0
  try {
    for await (const entry of manifestEntries(folder)) {
      if (signal?.aborted === true) break
      for (const { file } of entry.files) known.add(file)
      faults.push(...(await readBack(entry, entry.files, labelBytes, key)))
      labels++
      onProgress?.(labels, total)
    }
  } finally {
    labelBytes.close()
  }
  if (labels < total && signal?.aborted !== true) {
    throw new BatchError({ code: 'job-damaged', path: out, detail: 'manifest.ndjson' })
  }
  return { labels, faults, additional: additionalFiles(out, known) }
}

function finishedJob(folder: JobFolder): { readonly key: Uint8Array; readonly total: number } {
  const record = readJobRecord(folder)
  const key = readKey(folder)
  const missing = record?.state !== 'done' ? 'job.json' : key === undefined ? 'key' : undefined
  if (missing !== undefined || record === undefined || key === undefined || !existsSync(folder.manifest)) {
    throw new BatchError({ code: 'job-damaged', path: folder.out, detail: missing ?? 'manifest.ndjson' })
  }
  return { key, total: record.labelled }
}

async function* manifestEntries({ manifest, out }: JobFolder): AsyncGenerator<ManifestEntry> {
  for await (const line of createInterface({ input: createReadStream(manifest), crlfDelay: Infinity })) {
    const entry = manifestEntrySchema.safeParse(parsed(line))
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

const LABEL_FILE = new RegExp(`\\.(${FILE_KINDS.join('|')})$`)

function additionalFiles(out: string, known: TextSet): readonly string[] {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && LABEL_FILE.test(entry.name))
    .map((entry) => relative(out, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.startsWith(`${HIDDEN}/`) && !known.has(file))
    .sort()
}
