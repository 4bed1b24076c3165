import type { MadeChunk } from '../plan/chunk.ts'
import type { ChunkTask, JobOutput } from '../plan/job-plan.ts'
import type { Surveyor } from '../preflight/survey.ts'

/**
 * Those who do the work: this thread, or several workers. Rows, labels and manifest stay with the one who works on
 * them; only sizes and bytes go between threads, since handing over the objects took as long as making them.
 */
export interface Pool {
  /** Tasks that keep everybody busy. */
  readonly window: number
  readonly survey: Surveyor
  make(output: JobOutput, task: ChunkTask): Promise<MadeChunk>
  close(): Promise<void>
}
