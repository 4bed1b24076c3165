import type { Eui64 } from '@claimtag/core'
import type { Fault, FaultCode } from './answer.ts'
import type { DeviceStep, ProvisioningState } from './state.ts'

/** Where the workflow stopped: one of a login's steps, the check of a scanned record, or one of a device's steps. */
export type Step =
  | 'connectivity-plans'
  | 'device-profiles'
  | 'routing-profiles'
  | 'as-transport-key'
  | 'scan'
  | Exclude<DeviceStep, 'done'>

/** Reasons without further data. */
type PlainCode =
  | 'join-eui-missing'
  | 'owner-token-missing'
  | 'as-transport-key-changed'
  | 'key-unwrap-failed'
  | 'save-failed'
  | 'state-moved-on'
  | 'connector-failed'

/** Why a step failed, with the data that belongs to it. IDs are those of the configuration or of the choice. */
export type FailureReason =
  | {
      readonly code: FaultCode
      /** HTTP status, if there was one. */
      readonly status?: number
      /** Seconds to wait, as the server asked. */
      readonly retryAfterSeconds?: number
    }
  | { readonly code: PlainCode }
  | { readonly code: 'device-profile-unmapped'; readonly joinEui: Eui64 }
  | { readonly code: 'device-profile-not-offered'; readonly deviceProfileId: string }
  | {
      readonly code: 'routing-profile-unknown' | 'routing-profile-not-offered'
      readonly routingProfileId: string
    }
  | { readonly code: 'connectivity-plan-not-offered'; readonly connectivityPlanId: string }
  | { readonly code: 'connectivity-plan-ambiguous'; readonly offered: number }

export type FailureCode = FailureReason['code']

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

/** The failure of a step: from the fault of a port, or from a reason of the workflow itself. */
export function failureAt(step: Step, reason: Fault | FailureReason, about: About = {}): Failure {
  if (!isFault(reason))
    return { ok: false, step, retryable: reason.code === 'save-failed', ...reason, ...about }
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
