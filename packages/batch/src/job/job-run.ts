import type { JobRecord, JournalLine, RecordFile } from '../ledger/job-schema.ts'

/** A run of a job: the first, or one that adds labels to a finished job. */
export interface JobRun {
  /** How far its files are before it. */
  readonly beginning: JournalLine
  /** Of a run that has nothing to make, since all of it was made before. */
  readonly finished?: Made
  /** The record of the job at the end of the run. */
  ended(made: Ended): JobRecord
}

interface Made {
  readonly labelled: number
  readonly verified: number
}

interface Ended extends Made {
  readonly finishedAt: string
  /** The files about the labels, as they are now. */
  readonly records: readonly RecordFile[]
}
