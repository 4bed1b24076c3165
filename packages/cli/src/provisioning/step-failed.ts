import { ClaimtagError } from '@claimtag/core'
import type { Failure, FailureCode } from '@claimtag/provisioning'
import { EXIT, type ExitCode } from '../exit-code.ts'

/** A server refused a command before it had begun with a device. */
export class StepFailed extends ClaimtagError<Failure> {
  override readonly name = 'StepFailed'
}

/** Failures of the portal's document, of an account or of a key: no device is to blame. */
const CALLED_WRONGLY: readonly FailureCode[] = [
  'unauthenticated',
  'redirected',
  'device-profile-unknown',
  'device-profile-not-offered',
  'routing-profile-unknown',
  'routing-profile-not-offered',
  'connectivity-plan-not-offered',
  'connectivity-plan-ambiguous',
  'as-transport-key-missing',
  'key-unwrap-failed',
]

/** The exit code of a failure: the same command may help later, or something has to be changed first. */
export function exitCodeOfFailure({ code, retryable }: Pick<Failure, 'code' | 'retryable'>): ExitCode {
  if (CALLED_WRONGLY.includes(code)) return EXIT.usage
  return retryable || code === 'connector-failed' || code === 'state-moved-on' ? EXIT.output : EXIT.refused
}

/** The exit code of several: what has to be changed comes before what may pass. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return [EXIT.refused, EXIT.usage, EXIT.output].find((code) => codes.includes(code)) ?? EXIT.done
}
