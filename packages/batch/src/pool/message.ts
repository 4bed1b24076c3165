import type { InputIssue } from '@claimtag/devices'
import type { Cut } from '@claimtag/devices/parts'
import type { BatchIssue } from '../issue.ts'
import type { HashSeeds } from '../preflight/text-hash.ts'
import type { MadeChunk, Places } from '../plan/chunk.ts'
import type { ChunkTask, JobOutput } from '../plan/job-plan.ts'

/** What a thread can be asked for. A chunk stays with it from `make` to `write` or `drop`. */
export type ThreadWork =
  | { readonly name: 'survey'; readonly cut: Cut; readonly seeds: HashSeeds }
  | { readonly name: 'make'; readonly output: JobOutput; readonly task: ChunkTask }
  | { readonly name: 'write'; readonly number: number; readonly places: Places }
  | { readonly name: 'drop'; readonly number: number }

/** What `make` gives; `survey` and `write` give what those of a pool give. */
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
 * An error loses its class and its own properties on the way between threads, and with them what the system said
 * (`ENOSPC`).
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
