import { Piscina } from 'piscina'
import type { Fault } from '../read-back/entries.ts'
import type { Crew, MadeChunk } from './crew.ts'
import type { JobPlan } from './job-plan.ts'

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
  })
  return {
    make: (task) => pool.run(task, { name: 'make' }) as Promise<MadeChunk>,
    readBack: (task) =>
      task.entries.length === 0
        ? Promise.resolve([])
        : (pool.run(task, { name: 'readBack' }) as Promise<readonly Fault[]>),
    close: () => pool.close({ force: true }),
  }
}
