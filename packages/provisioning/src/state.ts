import type { AsTransportKey, JoinServerDevice, ListedItem, NetworkServerDevice } from './ports.ts'
import type { FailureCode } from './reason.ts'
import type { DeviceStep, Step } from './step.ts'

/** The result of a login: plain data, to be kept as long as devices are on their way with its ASTK. */
export interface Session {
  readonly connectivityPlans: readonly ListedItem[]
  readonly deviceProfiles: readonly ListedItem[]
  readonly routingProfiles: readonly ListedItem[]
  /** That of the only Join Server, or of the first. */
  readonly asTransportKey: AsTransportKey
  /** Those of further Join Servers. */
  readonly otherTransportKeys?: readonly AsTransportKey[]
}

/** The ASTK of a Join Server. One that does not say whose it is fits every one. */
export function transportKeyOf(session: Session, joinServerId: string): AsTransportKey | undefined {
  return [session.asTransportKey, ...(session.otherTransportKeys ?? [])].find(
    (key) => key.joinServerId === undefined || key.joinServerId === joinServerId,
  )
}

/** Why a device stands still. */
export interface LastFailure {
  readonly step: Step
  readonly code: FailureCode
  /** ISO 8601, UTC; absent without a clock. */
  readonly at?: string
}

/** What became of a device that was to be taken back. `claim` stands for all that the Join Server has. */
export interface ReleaseReport {
  /** Whether every server was asked; if not, `release` goes on. */
  readonly isDone: boolean
  readonly released: readonly Exclude<DeviceStep, 'done'>[]
  /** What is still there, and why. */
  readonly stays: readonly {
    readonly step: Exclude<DeviceStep, 'done'>
    readonly reason: FailureCode
  }[]
}

/**
 * How far one device has come, and the choices that it was begun with: plain data, to be stored and resumed. Later
 * changes of the portal's configuration do not affect it.
 *
 * It never contains the ownerToken. Until the claim has succeeded, the caller passes the token of the scanned code to
 * each step; after that it is not needed.
 */
export interface ProvisioningState
  extends NetworkServerDevice, Pick<JoinServerDevice, 'homeNetId' | 'hsmGroupId' | 'asTransportKeyId'> {
  readonly version: 2
  /** The Join Server that the JoinEUI led to when the device was begun. */
  readonly joinServerId: string
  /** Whether a device that the Network Server has already is taken as it is. */
  readonly adopt?: true
  /** Whether the Network Server had the device before, so that a release leaves it there. */
  readonly adopted?: true
  /** The device was taken back, or is about to be: no step is done any more. */
  readonly release?: ReleaseReport
  /** The step to be done next. */
  readonly step: DeviceStep
  /** Whether a request of this step was sent of which it is not known whether the server carried it out. */
  readonly pending: boolean
  /**
   * The claim was refused after an attempt whose answer was lost; the next step shows whether that attempt succeeded.
   */
  readonly claimPresumed: boolean
  /** The Join Server's name for the device, after the claim. */
  readonly joinServerDevice?: string
  /** The address of the device at the Network Server, after it was provisioned there. */
  readonly networkServerDevice?: string
  /** Requests of this step that were sent and did not settle it. */
  readonly attempts: number
  /** Why the last attempt of this step failed. */
  readonly failure?: LastFailure
  /** When the device was begun: ISO 8601, UTC; absent without a clock. */
  readonly begunAt?: string
  /** When the state last changed; absent without a clock. */
  readonly updatedAt?: string
}
