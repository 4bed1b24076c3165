import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { BatchError } from './issue.ts'
import { finishedJob, manifestEntries } from './job/finished.ts'
import { HIDDEN, jobFolder } from './job/folder.ts'
import { DOCUMENT_KINDS, FILE_KINDS } from './output/kinds.ts'
import { createTextSet, type TextSet } from './preflight/text-set.ts'
import { openLabelBytes, readBack, type Fault } from './read-back/entries.ts'
import { volumeFaults, type VolumeFault } from './read-back/volume.ts'
import { createSymbolReader } from './read-back/symbol.ts'

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (labels: number, total: number) => void
}

/** What a second look at a finished job found. */
export interface FolderVerdict {
  /** Labels that were read. */
  readonly labels: number
  /** PDFs that are missing or were changed, wherever in them. */
  readonly volumes: readonly VolumeFault[]
  /** Labels that are missing, were changed, or do not read as they should. */
  readonly faults: readonly Fault[]
  /** Label files that the job did not make. */
  readonly additional: readonly string[]
}

/**
 * Reads every label of a finished job again, from the files alone: bytes and symbols against the keyed digests of
 * the manifest, and PDFs as wholes. Whoever changes a label cannot make up its digest without the key in the folder.
 *
 * @throws BatchError `job-missing`, `job-unfinished`, `job-damaged`
 */
export async function verifyFolder(out: string, options: VerifyOptions = {}): Promise<FolderVerdict> {
  const { signal, onProgress } = options
  const folder = jobFolder(out)
  const { key, record } = finishedJob(folder)
  const total = record.labelled
  const volumes = record.outputs.includes('pdf') ? volumeFaults(folder, key) : []
  const missing = new Set(volumes.filter(({ fault }) => fault === 'missing').map(({ file }) => file))
  const labelBytes = openLabelBytes(({ file }) => join(out, file))
  const known = createTextSet()
  const readSymbol = createSymbolReader()
  const faults: Fault[] = []
  let labels = 0
  try {
    for await (const entry of manifestEntries(folder)) {
      if (signal?.aborted === true) break
      for (const { file } of entry.files) known.add(file)
      const files = entry.files.filter(({ file }) => !missing.has(file))
      faults.push(...(await readBack(entry, files, labelBytes, key, readSymbol)))
      labels++
      onProgress?.(labels, total)
    }
  } finally {
    labelBytes.close()
  }
  if (labels < total && signal?.aborted !== true) {
    throw new BatchError({ code: 'job-damaged', path: out, detail: 'manifest.ndjson' })
  }
  return { labels, volumes, faults, additional: additionalFiles(out, known) }
}

const LABEL_FILE = new RegExp(`\\.(${[...FILE_KINDS, ...DOCUMENT_KINDS].join('|')})$`)

function additionalFiles(out: string, known: TextSet): readonly string[] {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && LABEL_FILE.test(entry.name))
    .map((entry) => relative(out, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.startsWith(`${HIDDEN}/`) && !known.has(file))
    .sort()
}
