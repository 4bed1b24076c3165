import type { Operation } from '../sql/operation.ts'
import type { OnlineIssue } from '../issue/issue.ts'
import type { Ran } from './run-operations.ts'

/** A message to the thread: a batch. */
export interface Batch {
  readonly id: number
  readonly operations: readonly Operation[]
}

/** A message of the thread: that the database is open or why it is not, or the outcomes of a batch. */
export type Reply =
  | { readonly opened: true }
  | { readonly refused: OnlineIssue | undefined }
  | { readonly id: number; readonly outcomes: readonly Ran[] }
