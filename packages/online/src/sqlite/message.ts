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

/** Outcomes as they are sent: how many there are, where each operation wrote its row, which is nearly always so. */
export type Said = readonly Ran[] | number

export function saidOf(outcomes: readonly Ran[]): Said {
  return outcomes.every((ran) => 'answer' in ran && ran.answer.first === WRITTEN) ? outcomes.length : outcomes
}

const WROTE: Ran = { answer: { first: WRITTEN } }

export function heardOf(said: Said): readonly Ran[] {
  return typeof said === 'number' ? Array.from({ length: said }, () => WROTE) : said
}

/** A message of the thread: that the database is open or why it is not, or the outcomes of a batch. */
export type Reply =
  | { readonly opened: true }
  | { readonly refused: OnlineIssue | undefined }
  | { readonly id: number; readonly outcomes: Said }
