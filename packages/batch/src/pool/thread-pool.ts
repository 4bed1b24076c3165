import type { OutputKind } from '../render/kinds.ts'
import type { Survey } from '../preflight/survey.ts'
import type { MadeChunk, WrittenChunk } from '../plan/chunk.ts'
import type { Pool } from './pool.ts'
import type { JobOutput, JobSource, ChunkTask } from '../plan/job-plan.ts'
import { startThread, type Thread } from './thread.ts'
import type { Made } from './message.ts'

/** A thread draws one chunk while another waits for its place. */
const TASKS_PER_THREAD = 2

/**
 * The work done by threads, a whole chunk at a time: sending single labels costs more than making them.
 *
 * @param as the kinds of output
 */
export function createThreadPool(source: JobSource, count: number, as: readonly OutputKind[]): Pool {
  const threads = Array.from({ length: count }, () => startThread(source, as))

  function leastLoaded(): Thread {
    return threads.reduce((best, thread) => (thread.load < best.load ? thread : best))
  }

  async function make(output: JobOutput, task: ChunkTask): Promise<MadeChunk> {
    const thread = leastLoaded()
    const made = await thread.ask<Made>({ name: 'make', output, task })
    const { number } = made
    return {
      ...made,
      write: (places) => thread.ask<WrittenChunk>({ name: 'write', number, places }),
      // The thread may have ended, and the chunk with it.
      drop: () => void thread.ask({ name: 'drop', number }).catch(() => undefined),
    }
  }

  return {
    // One more than the threads hold, so that no thread waits for the journal.
    window: count * TASKS_PER_THREAD + 1,
    survey: (cut, seeds) => leastLoaded().ask<Survey>({ name: 'survey', cut, seeds }),
    make,
    async close() {
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}
