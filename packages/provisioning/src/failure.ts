import type { Eui64 } from '@claimtag/core'
import type { Fault } from './answer.ts'
import type { FailureCode, FailureReason } from './reason.ts'
import type { ProvisioningState } from './state.ts'
import type { Step } from './step.ts'

/** A step that failed, as data. It never contains an ownerToken, a key, or text of a server. */
export type Failure = {
  readonly ok: false
  readonly step: Step
  /** Whether the same step may succeed later without any change. */
  readonly retryable: boolean
  readonly devEui?: Eui64
  /** The state to go on from; absent when no device was begun. */
  readonly state?: ProvisioningState
} & FailureReason

/** What a failure belongs to. */
interface About {
  readonly devEui?: Eui64
  readonly state?: ProvisioningState
}

/** Reasons of the workflow itself that may be gone the next time. */
const RETRYABLE: readonly FailureCode[] = ['save-failed', 'cancelled']

/** The failure of a step: from the fault of a port, or from a reason of the workflow itself. */
export function failureAt(step: Step, reason: Fault | FailureReason, about: About = {}): Failure {
  if (!isFault(reason))
    return { ok: false, step, retryable: RETRYABLE.includes(reason.code), ...reason, ...about }
  const { code, retryable, status, retryAfterSeconds } = reason
  return {
    ok: false,
    step,
    code,
    retryable,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...about,
  }
}

function isFault(reason: Fault | FailureReason): reason is Fault {
  return 'retryable' in reason
}
