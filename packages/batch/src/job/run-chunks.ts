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
  /** Chunks in the making or being written at any time; bounds the memory. */
  readonly window: number
  readonly signal: AbortSignal | undefined
  readonly onProgress: (labels: number) => void
}

// A sync costs some milliseconds on a disk whatever it carries, so what is made meanwhile shares one. The first chunk
// of a run waits for no other: a run that is cut off soon, again and again, still gets on.
const COMMIT_EVERY_MS = 300

/**
 * Makes all chunks that the journal does not know yet, several at a time, and commits them in order.
 *
 * @returns whether the job is complete; `false` when the signal ended it between two chunks
 * @throws VerificationError when a label does not read back; what was committed before stays
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
      // The places of later chunks need only the sizes of this one, so nobody waits for it to be written.
      if (made !== undefined) writing.push(quiet(write(made, sharedOutputs.place(made))))
      const written = turn === 'written' ? await writing.shift() : undefined
      if (written !== undefined) settle(written)
    }
  } catch (error) {
    // Whatever is still being made must not write behind the back of the next run.
    for (const chunk of making) void chunk.then(({ drop }) => drop()).catch(() => undefined)
    await Promise.allSettled([...making, ...writing])
    try {
      commit()
    } catch {
      // On a full disk this fails too, and what was made since the last commit is made again.
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

/** The name of the promise that is kept first; `undefined` when there is none to wait for. */
function firstToSettle<Name extends string>(
  promises: Readonly<Record<Name, Promise<unknown> | undefined>>,
): Promise<Name | undefined> {
  const named = Object.entries<Promise<unknown> | undefined>(promises).flatMap(([name, promise]) =>
    promise === undefined ? [] : [promise.then(() => name as Name)],
  )
  return named.length === 0 ? Promise.resolve(undefined) : Promise.race(named)
}

/** It may fail while an earlier one is awaited; it is reported when its turn comes. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}
