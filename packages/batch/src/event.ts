import type { RowIssue } from '@claimtag/devices'
import type { RefusalCause } from './preflight/refusals.ts'
import type { LockHolder } from '@claimtag/disk'

/** What happens during a batch, for a progress bar or a line of JSON. */
export type BatchEvent =
  | { readonly type: 'checking'; readonly rows: number }
  | {
      readonly type: 'checked'
      readonly read: number
      readonly sound: number
      readonly refused: number
      readonly repeated: number
      /** Rows that have a label of an earlier run, when labels are added to a job. */
      readonly before?: number
      /** Columns that are used neither in the code nor on the label. */
      readonly unused: readonly string[]
    }
  /** Devices that have a label in the job, and no row in the input that is added to it; `devEuis`: the first ten. */
  | { readonly type: 'vanished'; readonly count: number; readonly devEuis: readonly string[] }
  /** The reasons for refused rows and their numbers, before the rows themselves. */
  | { readonly type: 'causes'; readonly causes: readonly RefusalCause[] }
  | { readonly type: 'refused'; readonly issue: RowIssue }
  | { readonly type: 'warning'; readonly issue: RowIssue }
  /** Other users could look into the folder for the labels; `closed`: they cannot any more. */
  | { readonly type: 'folder-open'; readonly path: string; readonly closed: boolean }
  /** A process on another machine may be working in the folder; it takes up to a minute to find out. */
  | { readonly type: 'waiting'; readonly holder?: LockHolder | undefined }
  | { readonly type: 'resumed'; readonly labels: number; readonly total: number }
  | { readonly type: 'progress'; readonly labels: number; readonly total: number }
