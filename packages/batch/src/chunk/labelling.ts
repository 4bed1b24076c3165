import type { Journal } from '../job/journal.ts'
import type { Assembly } from './assembly.ts'
import type { Fault } from '../read-back/entries.ts'
import type { Crew, MadeChunk } from './crew.ts'
import type { ChunkTask } from './job-plan.ts'
import { VerificationError } from './verification-error.ts'

export interface Labelling {
  readonly journal: Journal
  readonly assembly: Assembly
  readonly crew: Crew
  readonly tasks: readonly ChunkTask[]
  /** Chunks in the making at any time; bounds the memory. */
  readonly window: number
  readonly signal: AbortSignal | undefined
  readonly onProgress: (labels: number) => void
}

// A sync costs some milliseconds on a disk whatever it carries, so what is made meanwhile shares one.
const COMMIT_EVERY_MS = 300

/**
 * Makes all chunks that the journal does not know yet, several at a time, and commits them in order.
 *
 * @returns whether the job is complete; `false` when the signal ended it between two chunks
 * @throws VerificationError when a label does not read back; what was committed before stays
 */
export async function labelChunks(labelling: Labelling): Promise<boolean> {
  const { journal, assembly, crew, tasks, window, signal, onProgress } = labelling
  const making: Promise<MadeChunk>[] = []
  let { next, labels, verified } = journal.state
  let ahead = next
  let sizes = assembly.sizes()
  let committed = Date.now()

  function commit(): void {
    if (next === journal.state.next) return
    assembly.sync()
    journal.commit({ next, labels, verified, sizes })
    committed = Date.now()
  }

  try {
    for (;;) {
      for (const task of tasks.slice(ahead, ahead + window - making.length)) {
        if (signal?.aborted === true) break
        making.push(startMaking(crew, task))
        ahead++
      }
      const chunk = await making.shift()
      if (chunk === undefined) break
      const readBack = assembly.add(chunk)
      const faults: readonly Fault[] = [...chunk.faults, ...(await crew.readBack(readBack))]
      if (faults.length > 0) throw new VerificationError(faults)
      next = chunk.number + 1
      labels += chunk.entries.length
      sizes = assembly.sizes()
      verified += chunk.entries.filter(({ verifiedBy }) => verifiedBy !== undefined).length
      if (Date.now() - committed >= COMMIT_EVERY_MS) commit()
      onProgress(labels)
    }
  } catch (error) {
    // Whatever is still being made must not write behind the back of the next run.
    await Promise.allSettled(making)
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

function startMaking(crew: Crew, task: ChunkTask): Promise<MadeChunk> {
  const made = crew.make(task)
  // It may fail while an earlier one is awaited; it is reported when its turn comes.
  made.catch(() => undefined)
  return made
}
