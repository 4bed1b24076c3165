import { isLockRemnant } from '@claimtag/disk'
import { readdirSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { BatchError } from './issue.ts'
import { FIRST_ADDITION, logFaults } from './ledger/log-faults.ts'
import { finishedJob, manifestLines } from './ledger/finished.ts'
import { jobFolder } from './ledger/folder.ts'
import { DOCUMENT_KINDS, FILE_KINDS, outputKind, STREAM_KINDS } from './render/kinds.ts'
import { openPrintRows } from './render/print-rows.ts'
import { labelPrinting } from './render/printing.ts'
import { createLabelDigests } from './ledger/manifest/label-digests.ts'
import { recordFaults, type RecordFault } from './ledger/record-files.ts'
import { createDevEuiReader } from './read-back/dev-eui.ts'
import type { ReadBackTools } from './read-back/label.ts'
import { createTextSet, type TextSet } from './preflight/compact/text-set.ts'
import type { Fault } from './fault.ts'
import { openLabelBytes, readBack, type LabelBytes } from './read-back/label-bytes.ts'
import { followShared, type SharedFollower } from './read-back/shared.ts'
import { volumeFaults, type VolumeFault } from './read-back/volume.ts'
import { createBarcodeReader } from './read-back/barcode.ts'
import { createSymbolReader } from './read-back/symbol.ts'

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (labels: number, total: number) => void
}

/** The result of verifying a finished job again. */
export interface FolderVerdict {
  /** Number of labels that were read, without those of cartons. */
  readonly labels: number
  /** Number of labels of cartons, when the job has some. */
  readonly cartons?: number
  /** Files about the labels that have changed since the job ended. */
  readonly records: readonly RecordFault[]
  /** Files of many labels that contain anything besides them, and PDFs that are missing or were changed. */
  readonly volumes: readonly VolumeFault[]
  /** Labels that are missing, were changed, or do not read back as they should. */
  readonly faults: readonly Fault[]
  /** Files of labels that the job did not make. */
  readonly additional: readonly string[]
}

export async function verifyFolder(out: string, options: VerifyOptions = {}): Promise<FolderVerdict> {
  const { signal, onProgress } = options
  const folder = jobFolder(out)
  const { key, record } = await finishedJob(folder)
  const records = [...recordFaults(folder, record, key), ...logFaults(out, record.additions?.length ?? 0)]
  const total = record.labelled
  const pdfs = record.outputs.includes('pdf') ? await volumeFaults(folder, key) : []
  const missing = new Set(pdfs.filter(({ fault }) => fault === 'missing').map(({ file }) => file))
  const labelBytes = openLabelBytes(({ file }) => join(out, file))
  const { stock, dpi, printing } = record
  const paper = { stock, dpi, printing: labelPrinting(printing) }
  const rows = await openPrintRows(record.outputs.map(outputKind), paper, record.across)
  const shared = followShared(out, record, rows)
  const known = createTextSet()
  const tools: ReadBackTools = {
    digests: createLabelDigests(key, record.digests ?? 1),
    readSymbol: createSymbolReader(),
    readBarcode: createBarcodeReader(),
    lefts: rows?.lefts,
    devEuiIn: createDevEuiReader(record),
  }
  const faults: Fault[] = []
  let [labels, cartons] = [0, 0]
  try {
    for await (const entry of manifestLines(folder)) {
      if (signal?.aborted === true) break
      for (const { file } of entry.files) known.add(file)
      const files = entry.files.filter(({ file }) => !missing.has(file))
      faults.push(...(await readBack(entry, files, followed(labelBytes, shared), tools)))
      if ('carton' in entry) cartons++
      else labels++
      onProgress?.(labels, total)
    }
  } finally {
    labelBytes.close()
  }
  // Labels that were not reached yet would count as additional.
  const packed = record.cartons === undefined ? {} : { cartons }
  if (signal?.aborted === true) return { labels, ...packed, records, volumes: pdfs, faults, additional: [] }
  if (labels !== total || cartons !== (record.cartons?.labels ?? 0))
    throw new BatchError({ code: 'job-damaged', path: out, detail: 'manifest.ndjson' })
  return {
    labels,
    ...packed,
    records,
    volumes: [...pdfs, ...sharedFaults(shared, faults)],
    faults,
    additional: additionalFiles(out, record.additions?.length ?? 0, known),
  }
}

function followed(labelBytes: LabelBytes, shared: SharedFollower): LabelBytes {
  return {
    ...labelBytes,
    of(file) {
      const bytes = labelBytes.of(file)
      if (typeof bytes !== 'string') shared.follow(file, bytes)
      return bytes
    },
  }
}

/** Faults of labels are reported label by label, and not again for their file. */
function sharedFaults(shared: SharedFollower, faults: readonly Fault[]): readonly VolumeFault[] {
  const named = new Set(faults.map(({ file }) => file))
  return shared.faults().filter(({ file, fault }) => fault === 'additional' || !named.has(file))
}

/**
 * Not `csv`, since the file of devices may be in the folder. Capitals count, too: a copy may have come from a system
 * that writes extensions in capitals.
 */
const LABEL_FILE = new RegExp(
  `\\.(${[...FILE_KINDS, ...DOCUMENT_KINDS, ...STREAM_KINDS, 'zip'].filter((kind) => kind !== 'csv').join('|')})(\\.part)?$`,
  'i',
)

function additionalFiles(out: string, additions: number, known: TextSet): readonly string[] {
  const { hidden, lock, zipDirectory } = jobFolder(out)
  // One more: an addition that was refused has left its refused rows.
  const added = Array.from({ length: additions + 1 }, (_, index) => jobFolder(out, index + FIRST_ADDITION))
  const own = new Set([
    ...[jobFolder(out), ...added].flatMap((folder) => Object.values(folder)),
    `${zipDirectory}.part`,
  ])
  // A killed process leaves the file that it was about to rename, and what belongs to its lock.
  const isOwn = (path: string): boolean => {
    const whole = path.replace(/\.new$/, '')
    const isOfLock = dirname(path) === dirname(lock) && isLockRemnant(basename(path), basename(lock))
    if (isOfLock || own.has(whole)) return true
    return path !== whole && own.has(join(out, basename(whole)))
  }
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => (path.startsWith(join(hidden, sep)) ? !isOwn(path) : LABEL_FILE.test(path)))
    .map((path) => relative(out, path).split(sep).join('/'))
    .filter((file) => !known.has(file))
    .sort()
}
