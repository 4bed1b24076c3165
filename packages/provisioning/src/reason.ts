import type { Eui64 } from '@claimtag/core'
import type { FaultCode } from './answer.ts'
import type { ClaimStatus } from './ports.ts'

/** Reasons without further data. */
type PlainCode =
  | 'join-eui-missing'
  | 'owner-token-missing'
  | 'device-released'
  | 'device-adopted'
  | 'release-not-offered'
  | 'release-uncertain'
  | 'as-transport-key-changed'
  | 'as-transport-key-missing'
  | 'key-unwrap-failed'
  | 'save-failed'
  | 'state-moved-on'
  | 'connector-failed'

interface FromServer {
  /** HTTP status, if there was one. */
  readonly status?: number
  /** Seconds to wait, as the server asked. */
  readonly retryAfterSeconds?: number
}

/** A member in which the device at the Network Server differs. */
export interface Difference {
  readonly member: 'name' | 'joinEui' | 'deviceProfileId' | 'connectivityPlanId' | 'routingProfileId'
  /** The ID that it should have; absent for a name. */
  readonly ours?: string
  /** The ID that it has, if the server's lists have it. */
  readonly theirs?: string
}

/** Why a step failed, with the data that belongs to it. IDs are those of the configuration or of the choice. */
export type FailureReason =
  | ({ readonly code: Exclude<FaultCode, 'conflict' | 'claim-refused'> } & FromServer)
  | ({
      readonly code: 'conflict'
      /** How the device that is there differs from what it should be, if the server tells. */
      readonly differences?: readonly Difference[]
    } & FromServer)
  | ({
      readonly code: 'claim-refused'
      /** Why, if the Join Server tells: of an unclaimed device the token is wrong. */
      readonly claimStatus?: ClaimStatus
    } & FromServer)
  | { readonly code: PlainCode }
  | {
      readonly code: 'join-server-unmapped' | 'join-server-changed' | 'device-profile-unmapped'
      readonly joinEui: Eui64
    }
  | {
      readonly code: 'device-profile-unknown' | 'device-profile-not-offered'
      readonly deviceProfileId: string
    }
  /** Several fit the ProfileID of the code: the user chooses. */
  | { readonly code: 'device-profile-ambiguous'; readonly candidates: readonly string[] }
  | {
      readonly code: 'routing-profile-unknown' | 'routing-profile-not-offered'
      readonly routingProfileId: string
    }
  | {
      readonly code: 'connectivity-plan-not-offered' | 'connectivity-plan-full'
      readonly connectivityPlanId: string
    }
  | { readonly code: 'connectivity-plan-ambiguous'; readonly offered: number }

export type FailureCode = FailureReason['code']

/** All codes, for those who read one. */
export const FAILURE_CODES = {
  unauthenticated: true,
  forbidden: true,
  'not-found': true,
  conflict: true,
  'rate-limited': true,
  rejected: true,
  'server-failed': true,
  redirected: true,
  'timed-out': true,
  unreachable: true,
  unintelligible: true,
  cancelled: true,
  unsupported: true,
  'root-key-needed': true,
  'claim-refused': true,
  'join-eui-missing': true,
  'owner-token-missing': true,
  'join-server-unmapped': true,
  'join-server-changed': true,
  'device-profile-unmapped': true,
  'device-profile-unknown': true,
  'device-profile-ambiguous': true,
  'device-profile-not-offered': true,
  'routing-profile-unknown': true,
  'routing-profile-not-offered': true,
  'connectivity-plan-not-offered': true,
  'connectivity-plan-ambiguous': true,
  'connectivity-plan-full': true,
  'device-released': true,
  'device-adopted': true,
  'release-not-offered': true,
  'release-uncertain': true,
  'as-transport-key-changed': true,
  'as-transport-key-missing': true,
  'key-unwrap-failed': true,
  'save-failed': true,
  'state-moved-on': true,
  'connector-failed': true,
} satisfies Record<FailureCode, true>
