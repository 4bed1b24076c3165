import { explain } from './catalogue.ts'
import { ClaimtagError } from './error.ts'
import type { Issue, MisuseProblem } from './issue.ts'

/** The error for what the caller did wrong. */
export function misuse(problem: MisuseProblem): ClaimtagError {
  const issue: Issue = { kind: 'misuse', ...problem }
  return new ClaimtagError(issue, explain(issue))
}
