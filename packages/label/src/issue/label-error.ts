import { ClaimtagError } from '@claimtag/core'
import { explain } from './explain.ts'
import type { LabelIssue, LabelProblem } from './label-issue.ts'

export type LabelError = ClaimtagError<LabelIssue>

/** An error with its sentence. Never holds a character of the code. */
export function labelError(problem: LabelProblem): LabelError {
  const issue = { kind: 'misuse', ...problem } as LabelIssue
  return new ClaimtagError(issue, explain(issue))
}
