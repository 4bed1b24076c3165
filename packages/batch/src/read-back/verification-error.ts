import { ClaimtagError } from '@claimtag/core'
import type { Fault } from '../fault.ts'
import { explain, type VerificationIssue } from '../issue.ts'

/** Thrown when labels on the disk do not read back as they should. */
export class VerificationError extends ClaimtagError<VerificationIssue> {
  override readonly name = 'VerificationError'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    const [first] = faults
    const issue: VerificationIssue = {
      code: 'verification-failed',
      count: faults.length,
      ...(first === undefined ? {} : { first }),
    }
    super(issue, explain(issue))
    this.faults = faults
  }
}
