import { Piscina } from 'piscina'
import { MessageChannel } from 'node:worker_threads'
import { BatchError } from '../issue.ts'
import type { Survey } from '../preflight/survey.ts'
import type { Crew, MadeChunk, WrittenChunk } from './crew.ts'
import type { JobOutput, JobSource, ChunkTask } from './job-plan.ts'
import type { Made, MakeRequest, Outcome, SurveyRequest } from './worker.ts'

// Threads load JavaScript: under a test that runs from the sources, the built worker does the work.
const FROM_SOURCES = import.meta.url.endsWith('.ts')
const WORKER = new URL(FROM_SOURCES ? '../../dist/chunk/worker.js' : './worker.js', import.meta.url)

/** A thread draws one chunk while another waits for its place. */
const TASKS_PER_THREAD = 2

/** The work done by threads, a whole chunk at a time: handing over single labels costs more than making them. */
export function createCrewOfMany(source: JobSource, threads: number): Crew {
  const pool = new Piscina({
    filename: WORKER.href,
    workerData: source,
    // And none of the test's conditions, which lead to the sources.
    ...(FROM_SOURCES ? { execArgv: [] } : {}),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: TASKS_PER_THREAD,
    // Labels are short-lived: a larger nursery only delays its cleaning, 16 MB took 45 MB more for the same speed.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })

  async function run<T>(name: string, request: SurveyRequest | MakeRequest): Promise<T> {
    const transferList = 'port' in request ? [request.port] : []
    const outcome = (await pool.run(request, { name, transferList })) as Outcome<T>
    if ('done' in outcome) return outcome.done
    const { issue, message, ...facts } = outcome.failed
    throw issue === undefined ? Object.assign(new Error(message), facts) : new BatchError(issue)
  }

  function make(output: JobOutput, task: ChunkTask): Promise<MadeChunk> {
    const { port1: mine, port2: port } = new MessageChannel()
    const written = run<WrittenChunk>('make', { output, task, port })
    return new Promise<MadeChunk>((resolve, reject) => {
      mine.once('message', (chunk: Made) => {
        resolve({
          ...chunk,
          write(places) {
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
            mine.postMessage(places)
            return written
          },
          drop: () => mine.close(),
        })
      })
      // An open port would keep the process from ending.
      written.catch(reject).finally(() => mine.close())
    })
  }

  return {
    // One more than the threads hold, so that none waits for the one who journals.
    window: threads * TASKS_PER_THREAD + 1,
    survey: (cut, seeds) => run<Survey>('survey', { cut, seeds }),
    make,
    close: () => pool.close({ force: true }),
  }
}
