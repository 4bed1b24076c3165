import { ClaimtagError } from '@claimtag/core'
import { onlineError } from './issue.ts'
import type { OnlineError, OnlineProblem } from './issue.ts'

/**
 * The error to pass on when something foreign threw. Only a `ClaimtagError` comes through: the message of any other
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
