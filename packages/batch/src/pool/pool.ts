import type { MadeChunk } from '../plan/chunk.ts'
import type { ChunkTask, JobOutput } from '../plan/job-plan.ts'
import type { Surveyor } from '../preflight/survey.ts'

/**
 * Does the work: in this thread, or in several workers. Rows, labels and manifest stay in the thread that works on
 * them; only sizes and bytes are sent, since sending the objects took as long as making them.
 */
export interface Pool {
  /** Number of tasks that keeps all threads busy. */
  readonly window: number
  readonly survey: Surveyor
  make(output: JobOutput, task: ChunkTask): Promise<MadeChunk>
  close(): Promise<void>
}
