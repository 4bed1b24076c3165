import { ClaimtagError } from '@claimtag/core'
import { onlineError } from './issue.ts'
import type { OnlineError, OnlineProblem } from './issue.ts'

/**
 * The error to pass on when foreign code threw. Only a `ClaimtagError` is passed on: the message of any other error
 * may quote a row or a request, and with it the token.
 */
export function guarded(thrown: unknown, instead: OnlineProblem): OnlineError {
  try {
    if (thrown instanceof ClaimtagError) return thrown as OnlineError
  } catch {
    // A proxy with a trap: not one of ours.
  }
  return onlineError(instead)
}
