import { workerData } from 'node:worker_threads'
import type { Fault } from '../read-back/entries.ts'
import { createCrewOfOne, type Crew, type MadeChunk, type ReadBackTask } from './crew.ts'
import type { ChunkTask, JobPlan } from './job-plan.ts'

/**
 * What a thread hands back. An error loses its own properties on the way between threads, and with them what the
 * system said (`ENOSPC`).
 */
export type Outcome<T> =
  | { readonly done: T }
  | { readonly failed: { readonly message: string; readonly code?: unknown; readonly syscall?: unknown } }

// The plan comes once with the thread; fonts, format and template are prepared by the first task.
let crew: Crew | undefined

function ready(): Crew {
  return (crew ??= createCrewOfOne(workerData as JobPlan))
}

/** Makes a chunk in this thread. */
export function make(task: ChunkTask): Promise<Outcome<MadeChunk>> {
  return outcomeOf(() => ready().make(task))
}

/** Reads stretches back in this thread. */
export function readBack(task: ReadBackTask): Promise<Outcome<readonly Fault[]>> {
  return outcomeOf(() => ready().readBack(task))
}

async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { done: await work() }
  } catch (error) {
    const { message, code, syscall } = error as NodeJS.ErrnoException
    return {
      failed: {
        message,
        ...(code === undefined ? {} : { code }),
        ...(syscall === undefined ? {} : { syscall }),
      },
    }
  }
}
