import type { Eui64 } from '@claimtag/core'
import type { AsTransportKey, ListedItem } from './ports.ts'

/** What a login leaves: plain data, to be kept as long as devices are on their way with its ASTK. */
export interface Session {
  readonly connectivityPlans: readonly ListedItem[]
  readonly asTransportKey: AsTransportKey
}

/** The steps of a device, in their order. */
export type DeviceStep = 'claim' | 'join-server' | 'network-server' | 'application-server' | 'done'

/**
 * How far one device has come: plain data, to be stored and resumed.
 *
 * It never holds the ownerToken. Until the claim has succeeded whoever resumes hands the token in again, from the
 * code that was scanned; afterwards nobody needs it.
 */
export interface ProvisioningState {
  readonly version: 1
  /** The step to be done next. */
  readonly step: DeviceStep
  /** A request of this step has gone out, and whether the server carried it out is not known. */
  readonly pending: boolean
  /** The claim was refused after an attempt whose answer was lost; the next step shows whether that attempt succeeded. */
  readonly claimPresumed: boolean
  readonly name: string
  readonly devEui: Eui64
  readonly joinEui: Eui64
  readonly deviceProfileId: string
  readonly connectivityPlanId: string
  readonly routingProfileId: string
  readonly asTransportKeyId: string
  /** The Join Server's name for the device, once claimed. */
  readonly joinServerDevice?: string
  /** Where the Network Server says the device is, once provisioned there. */
  readonly networkServerDevice?: string
}
