import { ClaimtagError } from '@claimtag/core'
import type { EncodeIssue, EncodeProblem } from './encode-issue.ts'
import { explain } from './explain.ts'

export type EncodeError = ClaimtagError<EncodeIssue>

export function encodeError(problem: EncodeProblem): EncodeError {
  const issue = { kind: 'misuse', ...problem } as EncodeIssue
  return new ClaimtagError(issue, explain(issue))
}

/**
 * Checks that a value is a whole number that the command's parameter accepts.
 *
 * @throws EncodeError `bad-option`
 */
export function checkOption(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw encodeError({ code: 'bad-option', option, value, least, most })
}
