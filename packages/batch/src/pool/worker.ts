import { InputError } from '@claimtag/devices'
import { parentPort, workerData } from 'node:worker_threads'
import { BatchError } from '../issue.ts'
import type { Survey } from '../preflight/survey.ts'
import { createLocalPool } from './local-pool.ts'
import type { MadeChunk, WrittenChunk } from '../plan/chunk.ts'
import type { Pool } from './pool.ts'
import type { JobSource } from '../plan/job-plan.ts'
import type { Failure, Made, ThreadReply, ThreadRequest, ThreadWork } from './message.ts'

// The source is sent once, with the thread; fonts, format and template are prepared by the first task.
let pool: Pool | undefined
const chunks = new Map<number, MadeChunk>()

parentPort?.on('message', ({ id, work }: ThreadRequest) => {
  answer(work).then(
    ({ done, memory }) => reply({ id, outcome: { done } }, memory),
    (error: unknown) => reply({ id, outcome: { failed: failureOf(error) } }),
  )
})

function reply(message: ThreadReply, memory: readonly (Uint8Array | Uint32Array)[] = []): void {
  parentPort?.postMessage(
    message,
    memory.map(({ buffer }) => buffer as ArrayBuffer),
  )
}

interface Answer {
  readonly done: Survey | Made | WrittenChunk | undefined
  /** Transferred instead of copied: it is not used here any more, and shares its memory with nothing else. */
  readonly memory?: readonly (Uint8Array | Uint32Array)[]
}

async function answer(work: ThreadWork): Promise<Answer> {
  pool ??= createLocalPool(workerData as JobSource)
  switch (work.name) {
    case 'survey': {
      const done = await pool.survey(work.cut, work.seeds)
      return { done, memory: [done.marks, done.devEuis, done.tokens, done.serials, done.refusals] }
    }
    case 'make': {
      const chunk = await pool.make(work.output, work.task)
      chunks.set(chunk.number, chunk)
      const { number, labels, sizes } = chunk
      return { done: { number, labels, sizes } }
    }
    case 'write': {
      const done = await taken(work.number).write(work.places)
      return { done, memory: [done.manifest, done.directory] }
    }
    default:
      taken(work.number).drop()
      return { done: undefined }
  }
}

function taken(number: number): MadeChunk {
  const chunk = chunks.get(number)
  if (chunk === undefined) throw new Error(`chunk ${number} is not here`)
  chunks.delete(number)
  return chunk
}

function failureOf(error: unknown): Failure {
  const { message, code, syscall } = error as NodeJS.ErrnoException
  return {
    message,
    ...(code === undefined ? {} : { code }),
    ...(syscall === undefined ? {} : { syscall }),
    ...(error instanceof BatchError ? { issue: error.issue } : {}),
    ...(error instanceof InputError ? { inputIssue: error.issue } : {}),
  }
}
