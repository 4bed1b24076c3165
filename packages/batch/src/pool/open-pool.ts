import { availableParallelism, totalmem } from 'node:os'
import type { OutputKind } from '../render/kinds.ts'
import { createLocalPool } from './local-pool.ts'
import type { Pool } from './pool.ts'
import type { JobSource } from '../plan/job-plan.ts'

/** Threads take a third of a second to start; by then, a job of two thousand rows or so is done. */
const WORTH_THREADS = 160_000
const MOST_THREADS = 8

/** Memory that a thread may need for its fonts, its reader of symbols and two chunks. */
const THREAD_BYTES = 256 << 20

/**
 * Number of threads for an input of so many bytes; 0 is the calling thread. More than twice the number of cores, or
 * than fit into the memory, would only cost time.
 */
export function threadsFor(asked: number | 'auto', bytes: number): number {
  if (asked !== 'auto')
    return Math.min(asked, 2 * availableParallelism(), Math.floor(totalmem() / THREAD_BYTES))
  return bytes < WORTH_THREADS ? 0 : Math.min(availableParallelism(), MOST_THREADS)
}

export async function openPool(source: JobSource, threads: number, as: readonly OutputKind[]): Promise<Pool> {
  if (threads === 0) return createLocalPool(source)
  const { createThreadPool } = await import('./thread-pool.ts')
  return createThreadPool(source, threads, as)
}
