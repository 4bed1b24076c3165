import type { RefusalCause } from './preflight/refusals.ts'
import type { OutputKind } from './render/kinds.ts'
import type { RowIssue } from '@claimtag/devices'

/**
 * done: every sound row has its label · refused: some rows are wrong and nothing was made · interrupted: stopped
 * between two chunks, the same command resumes · checked: a dry run
 */
export type BatchState = 'done' | 'refused' | 'interrupted' | 'checked'

/** The outcome for every row: `read = labelled + refused + repeated + withheld`. */
export interface BatchSummary {
  readonly state: BatchState
  readonly read: number
  /** Rows whose label is on the disk. */
  readonly labelled: number
  /** Rows that are wrong. */
  readonly refused: number
  /** Exact repeats of an earlier row, which need no second label. */
  readonly repeated: number
  /** Sound rows without a label yet: others were refused, the job was interrupted, or it was a dry run. */
  readonly withheld: number
  /** Labels that were read back. */
  readonly verified: number
  /** Labels that an earlier run has made. */
  readonly resumed: number
  /** Labels of cartons that this run has made, when there are cartons and all are made. */
  readonly cartons?: number
  /** When labels are added to a job: those that this run has made. `labelled` also counts those before. */
  readonly added?: number
  /** When labels are added: devices with a label that have no row in the input. */
  readonly vanished?: number
  /** The run's own folder in `out`, when it added labels to a job. */
  readonly folder?: string
  readonly out: string
  readonly outputs: readonly OutputKind[]
  /** The first thousand faults of rows, by line; `refused.csv` has all. */
  readonly refusals: readonly RowIssue[]
  /** All of them, counted by cause, the most frequent first. */
  readonly causes: readonly RefusalCause[]
  readonly warnings: readonly RowIssue[]
  /** Columns that are used neither in the code nor on the label. */
  readonly unused: readonly string[]
}
