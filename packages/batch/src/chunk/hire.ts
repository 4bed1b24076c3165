import { availableParallelism } from 'node:os'
import type { OutputKind } from '../output/kinds.ts'
import { createCrewOfOne, type Crew } from './crew.ts'
import type { JobSource } from './job-plan.ts'

/** The threads cost a third of a second to start; a job of two thousand rows or so is done by then. */
const WORTH_THREADS = 160_000
const MOST_THREADS = 8

/** How many threads a job gets whose input has so many bytes; 0 is the calling one. */
export function threadsFor(asked: number | 'auto', bytes: number): number {
  if (asked !== 'auto') return asked
  return bytes < WORTH_THREADS ? 0 : Math.min(availableParallelism(), MOST_THREADS)
}

export async function hire(source: JobSource, threads: number, as: readonly OutputKind[]): Promise<Crew> {
  if (threads === 0) return createCrewOfOne(source)
  const { createCrewOfMany } = await import('./crew-of-many.ts')
  return createCrewOfMany(source, threads, as)
}
