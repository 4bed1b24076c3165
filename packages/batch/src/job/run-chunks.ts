import type { Journal } from '../ledger/journal.ts'
import type { SharedFiles } from '../files/shared-files.ts'
import type { MadeChunk, Places, WrittenChunk } from '../plan/chunk.ts'
import type { Pool } from '../pool/pool.ts'
import type { ChunkTask, JobOutput } from '../plan/job-plan.ts'
import { VerificationError } from '../read-back/verification-error.ts'

export interface ChunkRun {
  readonly output: JobOutput
  readonly journal: Journal
  readonly sharedOutputs: SharedFiles
  readonly pool: Pool
  readonly tasks: readonly ChunkTask[]
  /** Number of chunks being made or written at any time; it limits the memory. */
  readonly window: number
  readonly signal: AbortSignal | undefined
  readonly onProgress: (labels: number) => void
}

// A sync takes some milliseconds on a disk, however much it writes, so all chunks made in this time share one. The
// first chunk of a run is committed at once: a run that is cut off early, again and again, still makes progress.
const COMMIT_EVERY_MS = 300

/**
 * Makes all chunks that are not in the journal yet, several at a time, and commits them in order.
 *
 * @returns whether the job is complete; `false` when the signal ended it between two chunks
 * @throws VerificationError when a label does not read back; chunks that were committed before stay
 */
export async function runChunks(run: ChunkRun): Promise<boolean> {
  const { output, journal, sharedOutputs, pool, tasks, window, signal, onProgress } = run
  const making: Promise<MadeChunk>[] = []
  const writing: Promise<Written>[] = []
  let { next, labels, verified } = journal.state
  let ahead = next
  let sizes = sharedOutputs.sizes()
  let committed = 0

  function commit(): void {
    if (next === journal.state.next) return
    sharedOutputs.sync()
    journal.commit({ next, labels, verified, sizes })
    committed = Date.now()
  }

  function settle({ number, labels: made, chunk }: Written): void {
    if (chunk.faults.length > 0) throw new VerificationError(chunk.faults)
    sharedOutputs.add(chunk)
    next = number + 1
    labels += made
    verified += chunk.verified
    sizes = sharedOutputs.sizes()
    if (Date.now() - committed >= COMMIT_EVERY_MS) commit()
    onProgress(labels)
  }

  try {
    for (;;) {
      for (const task of tasks.slice(ahead, ahead + window - making.length - writing.length)) {
        if (signal?.aborted === true) break
        making.push(quiet(pool.make(output, task)))
        ahead++
      }
      const turn = await firstToSettle({ made: making[0], written: writing[0] })
      if (turn === undefined) break
      const made = turn === 'made' ? await making.shift() : undefined
      // The places of later chunks depend only on the sizes of this one, so its write is not awaited here.
      if (made !== undefined) writing.push(quiet(write(made, sharedOutputs.place(made))))
      const written = turn === 'written' ? await writing.shift() : undefined
      if (written !== undefined) settle(written)
    }
  } catch (error) {
    // Chunks in progress are dropped: they must not write while the next run does.
    for (const chunk of making) void chunk.then(({ drop }) => drop()).catch(() => undefined)
    await Promise.allSettled([...making, ...writing])
    try {
      commit()
    } catch {
      // On a full disk this fails, too; the chunks since the last commit are then made again.
    }
    throw error
  }
  commit()
  return next >= tasks.length
}

interface Written {
  readonly number: number
  readonly labels: number
  readonly chunk: WrittenChunk
}

async function write({ number, labels, write: begin }: MadeChunk, places: Places): Promise<Written> {
  return { number, labels, chunk: await begin(places) }
}

/** The name of the promise that settles first; `undefined` when there is none. */
function firstToSettle<Name extends string>(
  promises: Readonly<Record<Name, Promise<unknown> | undefined>>,
): Promise<Name | undefined> {
  const named = Object.entries<Promise<unknown> | undefined>(promises).flatMap(([name, promise]) =>
    promise === undefined ? [] : [promise.then(() => name as Name)],
  )
  return named.length === 0 ? Promise.resolve(undefined) : Promise.race(named)
}

/** It may reject while an earlier one is awaited; it is reported when it is awaited itself. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}
