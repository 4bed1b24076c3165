import { ClaimtagError } from '@claimtag/core'
import { explain } from './explain.ts'
import type { ProvisioningIssue, ProvisioningProblem } from './issue.ts'

export type ProvisioningError = ClaimtagError<ProvisioningIssue>

export function provisioningError(problem: ProvisioningProblem): ProvisioningError {
  const issue = { kind: 'misuse', ...problem } as ProvisioningIssue
  return new ClaimtagError(issue, explain(issue))
}
