import { InputError } from '@claimtag/devices'
import { Worker } from 'node:worker_threads'
import { BatchError } from '../issue.ts'
import { hasPicture, type OutputKind } from '../render/kinds.ts'
import { threadFile } from './thread-file.ts'
import type { JobSource } from '../plan/job-plan.ts'
import type { Failure, ThreadReply, ThreadRequest, ThreadWork } from './message.ts'

/** A worker thread that does one task after the other. */
export interface Thread {
  /** Number of tasks that it has not finished yet. */
  readonly load: number
  /** Rejects with the error of the task, or when the thread has ended. */
  ask<T>(work: ThreadWork): Promise<T>
  close(): Promise<void>
}

const { url, options } = threadFile('pool-worker')

interface Asked {
  readonly resolve: (done: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * The size of the young generation (MB). Labels are short-lived, so the cost of scavenges is their number: each waits
 * for helper threads that have no core of their own. With 4 MB, they took a tenth of the time of a job of text. A
 * picture's dots are outside the V8 heap and freed by a scavenge: with 16 MB, so many of them wait for it that the
 * job needs 45 MB more, and more time.
 */
function youngGenerationOf(as: readonly OutputKind[]): number {
  return as.some(hasPicture) ? 4 : 16
}

/** @param as the kinds of output */
export function startThread(source: JobSource, as: readonly OutputKind[]): Thread {
  const worker = new Worker(url, {
    ...options,
    workerData: source,
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationOf(as) },
  })
  const asked = new Map<number, Asked>()
  let ids = 0
  let gone: Error | undefined

  function failAll(error: Error): void {
    gone ??= error
    for (const { reject } of asked.values()) reject(gone)
    asked.clear()
  }

  worker.on('message', ({ id, outcome }: ThreadReply) => {
    const one = asked.get(id)
    asked.delete(id)
    if ('done' in outcome) one?.resolve(outcome.done as never)
    else {
      one?.reject(errorOf(outcome.failed))
    }
  })
  worker.on('error', failAll)
  worker.on('exit', () => failAll(new Error('a thread ended before its work was done')))

  return {
    get load() {
      return asked.size
    },
    ask(work) {
      return new Promise((resolve, reject) => {
        if (gone !== undefined) return reject(gone)
        asked.set(ids, { resolve, reject })
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage({ id: ids++, work } satisfies ThreadRequest)
      })
    },
    async close() {
      await worker.terminate()
    },
  }
}

function errorOf({ issue, inputIssue, message, ...facts }: Failure): Error {
  if (issue !== undefined) return new BatchError(issue)
  if (inputIssue !== undefined) return new InputError(inputIssue)
  return Object.assign(new Error(message), facts)
}
