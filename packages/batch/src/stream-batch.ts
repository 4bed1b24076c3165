import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import type { Pool } from './pool/pool.ts'
import type { JobSource } from './plan/job-plan.ts'
import { runChunks } from './job/run-chunks.ts'
import { BatchError } from './issue.ts'
import type { JobOutcome } from './job/make-labels.ts'
import { cartonsFor } from './carton/carton.ts'
import { sizesOf } from './job/job-output.ts'
import { tasksOf } from './job/tasks.ts'
import type { Journal } from './ledger/journal.ts'
import { labelInput } from './job/prepare.ts'
import { DIGESTS } from './plan/digest-version.ts'
import { settle, type BatchOptions, type SettledOptions } from './options.ts'
import { isFileKind, isStreamKind, STREAM_KINDS } from './render/kinds.ts'
import { outputError } from './disk/output-error.ts'
import { payloadHeader, payloadLayout } from './render/payload-csv.ts'
import { sharedFiles } from './render/shared-file.ts'
import type { Preflight } from './preflight/preflight.ts'
import { GivenUp, orGivenUp } from './job/given-up.ts'
import { openStreamOutput, type WriteBytes } from './job/stream-output.ts'
import type { BatchSummary } from './summary.ts'

export interface StreamOptions extends Omit<BatchOptions, 'out'> {
  /** Takes the bytes in their order, and is awaited. */
  readonly write: WriteBytes
  /** How long to wait after the signal for bytes that `write` does not take, in milliseconds. Default 2 s. */
  readonly graceMs?: number | undefined
}

const GRACE_MS = 2000

/** The value of `out` in the summary of a stream. */
const STREAM = '-'

/**
 * Makes verified labels as one stream: that of a printer, the payloads as CSV, or label files in an archive. The
 * bytes equal those of the file that `runBatch` makes. The bytes of a chunk are written when all of it was read back,
 * and none when the input is refused. There is no folder, and so no manifest and no resuming.
 *
 * @throws BatchError `not-one-stream`, `output-failed` (`write` rejected; with the code of the system), and as
 *   `runBatch`
 * @throws VerificationError before a byte of the chunk was written
 *
 * @example
 * ```ts
 * import { streamBatch } from '@claimtag/batch'
 *
 * let bytes = 0
 * const write = async (chunk: Uint8Array) => void (bytes += chunk.length)
 * await streamBatch({ input: 'devices.csv', as: ['zpl'], write })
 * console.log(bytes > 0) // true
 * ```
 */
export async function streamBatch({
  write,
  graceMs = GRACE_MS,
  ...options
}: StreamOptions): Promise<BatchSummary> {
  const settled = settle({ ...options, out: STREAM })
  assertOneStream(settled)
  return labelInput(settled, {
    refuse: () => undefined,
    make: (...job) => streamJob({ write, graceMs }, ...job),
  })
}

function assertOneStream({ as, pack }: SettledOptions): void {
  const [only, ...others] = as
  const oneStream = only !== undefined && others.length === 0 && isStreamKind(only)
  if (oneStream || (pack === 'zip' && as.every(isFileKind))) return
  throw new BatchError({ code: 'not-one-stream', names: STREAM_KINDS })
}

async function streamJob(
  { write, graceMs }: Pick<StreamOptions, 'write'> & { readonly graceMs: number },
  source: JobSource,
  checked: Preflight,
  { as, verify, out, pack, perFolder, csvGuard, signal, onEvent }: SettledOptions,
  pool: Pool,
): Promise<JobOutcome> {
  const { inputs, cartons } = source
  const journal = journalInMemory()
  const payload = as.includes('csv') ? payloadLayout(inputs, csvGuard) : undefined
  const payloadHead = payload === undefined ? '' : payloadHeader(payload)
  const [shared = { name: '', head: '' }] = sharedFiles(as, pack, payloadHead)
  const stop = { signal, graceMs }
  const streamOutput = openStreamOutput(shared, (bytes) => orGivenUp(write(bytes), stop))
  try {
    const complete = await runChunks({
      // The digests are only used for reading back, so their key is not stored.
      output: {
        as,
        verify,
        out,
        pack,
        perFolder,
        payload,
        key: randomBytes(32),
        digests: DIGESTS,
        cartonsBefore: 0,
        ...sizesOf(source, checked.versions, undefined, out),
      },
      journal,
      sharedOutputs: streamOutput.sharedOutputs,
      pool: streamOutput.through(pool),
      tasks: tasksOf(checked, { cartonSize: cartons?.size }),
      window: pool.window,
      signal,
      onProgress: (labels) => onEvent({ type: 'progress', labels, total: checked.sound }),
    })
    const { labels: labelled, verified } = journal.state
    const entries = labelled + cartonsFor(labelled, cartons?.size)
    if (complete) await streamOutput.finish(entries * as.filter(isFileKind).length)
    return { complete, labelled, verified, resumed: 0 }
  } catch (error) {
    if (!(error instanceof GivenUp)) throw outputError(error, tmpdir())
    const { labels: labelled, verified } = journal.state
    return { complete: false, labelled, verified, resumed: 0 }
  } finally {
    streamOutput.dispose()
  }
}

function journalInMemory(): Journal {
  let state: Journal['state'] = { next: 0, labels: 0, verified: 0, sizes: {} }
  return {
    get state() {
      return state
    },
    commit(line) {
      state = line
    },
    close: () => undefined,
  }
}
