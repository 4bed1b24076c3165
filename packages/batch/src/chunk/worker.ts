import { once } from 'node:events'
import { workerData, type MessagePort } from 'node:worker_threads'
import type { BatchIssue } from '../issue.ts'
import { BatchError } from '../issue.ts'
import type { Cut } from '../input/cut.ts'
import type { Survey } from '../preflight/survey.ts'
import type { HashSeeds } from '../preflight/text-hash.ts'
import { createCrewOfOne, type Crew, type MadeChunk, type Places, type WrittenChunk } from './crew.ts'
import type { ChunkTask, JobOutput, JobSource } from './job-plan.ts'

/**
 * What a thread hands back. An error loses its class and its own properties on the way between threads, and with
 * them what the system said (`ENOSPC`).
 */
export type Outcome<T> = { readonly done: T } | { readonly failed: Failure }

interface Failure {
  readonly message: string
  readonly code?: unknown
  readonly syscall?: unknown
  /** Of a `BatchError`. */
  readonly issue?: BatchIssue
}

export interface SurveyRequest {
  readonly cut: Cut
  readonly seeds: HashSeeds
}

export interface MakeRequest {
  readonly output: JobOutput
  readonly task: ChunkTask
  /** Takes what was made, and says where it goes; closing it gives the chunk up. */
  readonly port: MessagePort
}

/** What goes through the port first; the answer is `Places`. */
export type Made = Pick<MadeChunk, 'number' | 'labels' | 'sizes'>

// The source comes once with the thread; fonts, format and template are prepared by the first task.
let crew: Crew | undefined

function ready(): Crew {
  return (crew ??= createCrewOfOne(workerData as JobSource))
}

/** Looks at a stretch of the input in this thread. */
export function survey({ cut, seeds }: SurveyRequest): Promise<Outcome<Survey>> {
  return outcomeOf(() => ready().survey(cut, seeds))
}

/** Makes a chunk in this thread, and writes it when its place is known. */
export function make({ output, task, port }: MakeRequest): Promise<Outcome<WrittenChunk | undefined>> {
  return outcomeOf(async () => {
    const { number, labels, sizes, write, drop } = await ready().make(output, task)
    const answer = Promise.race([once(port, 'message'), once(port, 'close')])
    port.postMessage({ number, labels, sizes } satisfies Made)
    const [places] = (await answer) as [Places | undefined]
    port.close()
    if (places !== undefined) return write(places)
    drop()
    return undefined
  })
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
        ...(error instanceof BatchError ? { issue: error.issue } : {}),
      },
    }
  }
}
