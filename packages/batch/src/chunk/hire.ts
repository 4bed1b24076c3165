import { availableParallelism } from 'node:os'
import { createCrewOfOne, type Crew } from './crew.ts'
import type { JobPlan } from './job-plan.ts'

/** The threads cost a third of a second to start; small jobs are done by then. */
const WORTH_THREADS = 2000
const MOST_THREADS = 8

/** How many threads a job of so many labels gets; 0 is the calling one. */
export function threadsFor(asked: number | 'auto', labels: number): number {
  if (asked !== 'auto') return asked
  return labels < WORTH_THREADS ? 0 : Math.min(availableParallelism(), MOST_THREADS)
}

export async function hire(plan: JobPlan, threads: number): Promise<Crew> {
  if (threads === 0) return createCrewOfOne(plan)
  const { createCrewOfMany } = await import('./crew-of-many.ts')
  return createCrewOfMany(plan, threads)
}
