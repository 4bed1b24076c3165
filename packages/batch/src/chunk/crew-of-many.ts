import { Piscina } from 'piscina'
import type { Fault } from '../read-back/entries.ts'
import type { Crew, MadeChunk } from './crew.ts'
import type { JobPlan } from './job-plan.ts'
import type { Outcome } from './worker.ts'

// Threads load JavaScript: under a test that runs from the sources, the built worker does the work.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/chunk/worker.js' : './worker.js',
  import.meta.url,
)

/** The work done by threads, a whole chunk at a time: handing over single labels costs more than making them. */
export function createCrewOfMany(plan: JobPlan, threads: number): Crew {
  const pool = new Piscina({
    filename: WORKER.href,
    workerData: plan,
    minThreads: threads,
    maxThreads: threads,
    // One chunk in the making and one waiting for each thread; `labelChunks` keeps to that.
    maxQueue: threads * 4,
    concurrentTasksPerWorker: 1,
    // Labels are short-lived: a larger nursery only delays its cleaning, and took 50 MB more for the same speed.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
  async function run<T>(task: unknown, name: string): Promise<T> {
    const outcome = (await pool.run(task, { name })) as Outcome<T>
    if ('done' in outcome) return outcome.done
    const { message, ...facts } = outcome.failed
    throw Object.assign(new Error(message), facts)
  }
  return {
    make: (task) => run<MadeChunk>(task, 'make'),
    readBack: (task) =>
      task.entries.length === 0 ? Promise.resolve([]) : run<readonly Fault[]>(task, 'readBack'),
    close: () => pool.close({ force: true }),
  }
}
