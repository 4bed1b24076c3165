import { ClaimtagError } from '@claimtag/core'
import { sentence } from './catalogue.ts'

/** Why a whole input, job or output cannot be worked with. */
export type BatchIssueCode =
  | 'input-missing'
  | 'input-unreadable'
  | 'input-changed'
  | 'utf-16'
  | 'record-too-long'
  | 'unclosed-quote'
  | 'not-json'
  | 'not-a-workbook'
  | 'old-workbook'
  | 'workbook-too-large'
  | 'several-sheets'
  | 'no-rows'
  | 'no-header'
  | 'missing-column'
  | 'duplicate-column'
  | 'key-column'
  | 'tokens-look-hexadecimal'
  | 'unknown-output'
  | 'not-one-stream'
  | 'brother-resolution'
  | 'too-many-pages'
  | 'volume-unreadable'
  | 'brother-stock'
  | 'job-changed'
  | 'job-running'
  | 'job-missing'
  | 'job-unfinished'
  | 'job-damaged'
  | 'output-failed'
  | 'disk-full'
  | 'unknown-device'
  | 'printed-before'
  | 'not-printable'
  | 'label-changed'
  | 'drawn-otherwise'

/** Names, numbers and places only: never a character of a cell. */
interface BatchIssueData {
  readonly line?: number
  readonly field?: string
  /** What the input calls the field. */
  readonly column?: string | undefined
  /** Names of columns or fields, as the documentation spells them. */
  readonly names?: readonly string[]
  readonly path?: string
  /** What the system said (`ENOSPC`), or what changed in a job. */
  readonly detail?: string
}

export interface BatchIssue extends BatchIssueData {
  readonly code: BatchIssueCode
}

/** A whole input, job or output is refused; single rows are reported, not thrown. */
export class BatchError extends ClaimtagError<BatchIssue> {
  override readonly name = 'BatchError'

  constructor(issue: BatchIssue) {
    super(issue, sentence(issue))
  }
}
