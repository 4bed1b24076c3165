import { ClaimtagError } from '@claimtag/core'

/** Thrown when the command was called wrongly, or its configuration is wrong. */
export class UsageError extends ClaimtagError<{ readonly code: 'usage' }> {
  override readonly name = 'UsageError'

  constructor(sentence: string) {
    super({ code: 'usage' }, sentence)
  }
}
