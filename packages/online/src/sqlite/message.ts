import type { Operation } from '../sql/operation.ts'
import type { OnlineIssue } from '../issue/issue.ts'
import type { Ran } from './run-operations.ts'

/** The most operations in one commit, so that another process gets its turn. */
export const MOST_ROWS = 1000

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
