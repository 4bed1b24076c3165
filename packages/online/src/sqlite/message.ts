import type { OnlineIssue } from '../issue/issue.ts'
import type { Packed } from './packed.ts'
import type { Ran } from './run-operations.ts'
import { WRITTEN } from './statement.ts'

/** The most operations in one commit, so that another process gets its turn. */
export const MOST_ROWS = 1000

/** A message to the thread: a batch. */
export interface Batch {
  readonly id: number
  readonly operations: Packed
}

/** An outcome as it is sent: 1 for an operation that wrote its row, which is nearly every one. */
export type Said = Ran | 1

export function saidOf(ran: Ran): Said {
  return 'answer' in ran && ran.answer.first === WRITTEN ? 1 : ran
}

export function heardOf(said: Said): Ran {
  return said === 1 ? { answer: { first: WRITTEN } } : said
}

/** A message of the thread: that the database is open or why it is not, or the outcomes of a batch. */
export type Reply =
  | { readonly opened: true }
  | { readonly refused: OnlineIssue | undefined }
  | { readonly id: number; readonly outcomes: readonly Said[] }
