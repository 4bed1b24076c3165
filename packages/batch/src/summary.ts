import type { RefusalCause } from './preflight/refusals.ts'
import type { OutputKind } from './render/kinds.ts'
import type { RowIssue } from '@claimtag/devices'

/**
 * done: every sound row has its label · refused: some rows are bad and nothing was made · interrupted: stopped
 * between two chunks, the same command resumes · checked: a dry run
 */
export type BatchState = 'done' | 'refused' | 'interrupted' | 'checked'

/** What became of every row: `read = labelled + refused + repeated + withheld`. */
export interface BatchSummary {
  readonly state: BatchState
  readonly read: number
  /** Rows whose label is on the disk. */
  readonly labelled: number
  /** Rows that are wrong. */
  readonly refused: number
  /** Exact repeats of an earlier row, which needs no second label. */
  readonly repeated: number
  /** Sound rows without a label yet: others were refused, the job was interrupted, or it was a dry run. */
  readonly withheld: number
  /** Labels that were read back. */
  readonly verified: number
  /** Labels that an earlier run had made. */
  readonly resumed: number
  /** When labels are added to a job: those that this run has made. `labelled` counts those before, too. */
  readonly added?: number
  /** When labels are added: devices with a label that have no row in the input. */
  readonly vanished?: number
  /** The run's own folder in `out`, when it added labels to a job. */
  readonly folder?: string
  readonly out: string
  readonly outputs: readonly OutputKind[]
  /** The first thousand things wrong with rows, by line; `refused.csv` has all. */
  readonly refusals: readonly RowIssue[]
  /** All of them, counted by cause, the commonest first. */
  readonly causes: readonly RefusalCause[]
  readonly warnings: readonly RowIssue[]
  /** Columns that neither the code nor the label takes anything from. */
  readonly unused: readonly string[]
}
