import type { InputIssue } from '@claimtag/devices'
import type { Cut } from '@claimtag/devices/parts'
import type { BatchIssue } from '../issue.ts'
import type { HashSeeds } from '../preflight/compact/text-hash.ts'
import type { MadeChunk, Places } from '../plan/chunk.ts'
import type { ChunkTask, JobOutput } from '../plan/job-plan.ts'

/** The tasks of a thread. A chunk stays in its thread from `make` to `write` or `drop`. */
export type ThreadWork =
  | { readonly name: 'survey'; readonly cut: Cut; readonly seeds: HashSeeds }
  | { readonly name: 'make'; readonly output: JobOutput; readonly task: ChunkTask }
  | { readonly name: 'write'; readonly number: number; readonly places: Places }
  | { readonly name: 'drop'; readonly number: number }

/** The result of `make`; `survey` and `write` have the same results as in a pool. */
export type Made = Pick<MadeChunk, 'number' | 'labels' | 'sizes'>

export interface ThreadRequest {
  readonly id: number
  readonly work: ThreadWork
}

export interface ThreadReply {
  readonly id: number
  readonly outcome: { readonly done: unknown } | { readonly failed: Failure }
}

/**
 * An error loses its class and its own properties when it is sent between threads, and with them the code of the
 * system (`ENOSPC`).
 */
export interface Failure {
  readonly message: string
  readonly code?: unknown
  readonly syscall?: unknown
  /** Of a `BatchError`. */
  readonly issue?: BatchIssue
  /** Of an `InputError`. */
  readonly inputIssue?: InputIssue
}
