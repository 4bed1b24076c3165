import type { JobRecord, JournalLine, RecordFile } from '../ledger/job-schema.ts'

/** A run of a job: the first, or one that adds labels to a finished job. */
export interface JobRun {
  /** The lengths of its files before it. */
  readonly beginning: JournalLine
  /** Present when all of its labels were made before. */
  readonly finished?: Made
  /** The record of the job after the run. */
  ended(made: Ended): JobRecord
}

interface Made {
  readonly labelled: number
  readonly verified: number
}

export interface Ended extends Made {
  /** Labels of cartons. */
  readonly cartons: number
  readonly finishedAt: string
  /** The files about the labels, as they are now. */
  readonly records: readonly RecordFile[]
}

/** A record with the labels of cartons that a run has made, beside those of earlier ones. */
export function withCartons(record: JobRecord, made: number): JobRecord {
  const { cartons } = record
  return cartons === undefined
    ? record
    : { ...record, cartons: { ...cartons, labels: cartons.labels + made } }
}
