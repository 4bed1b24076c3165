import type { Operation } from '../sql/operation.ts'
import type { OnlineIssue } from '../issue/issue.ts'
import type { Ran } from './run-operations.ts'

/** What the thread is asked: a batch. */
export interface Batch {
  readonly id: number
  readonly operations: readonly Operation[]
}

/** What it answers: that the database is open or why it is not, and the outcomes of batches. */
export type Reply =
  | { readonly opened: true }
  | { readonly refused: OnlineIssue | undefined }
  | { readonly id: number; readonly outcomes: readonly Ran[] }
