import { workerData } from 'node:worker_threads'
import { createCrewOfOne, type Crew, type MadeChunk, type ReadBackTask } from './crew.ts'
import type { ChunkTask, JobPlan } from './job-plan.ts'
import type { Fault } from '../read-back/entries.ts'

// The plan comes once with the thread; fonts, format and template are prepared by the first task.
let crew: Crew | undefined

function ready(): Crew {
  return (crew ??= createCrewOfOne(workerData as JobPlan))
}

/** Makes a chunk in this thread. */
export function make(task: ChunkTask): Promise<MadeChunk> {
  return ready().make(task)
}

/** Reads stretches back in this thread. */
export function readBack(task: ReadBackTask): Promise<readonly Fault[]> {
  return ready().readBack(task)
}
