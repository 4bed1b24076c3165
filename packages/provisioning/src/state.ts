import type { AsTransportKey, JoinServerDevice, ListedItem, NetworkServerDevice } from './ports.ts'

/** What a login leaves: plain data, to be kept as long as devices are on their way with its ASTK. */
export interface Session {
  readonly connectivityPlans: readonly ListedItem[]
  readonly deviceProfiles: readonly ListedItem[]
  readonly routingProfiles: readonly ListedItem[]
  readonly asTransportKey: AsTransportKey
}

/** The steps of a device, in their order. */
export type DeviceStep = 'claim' | 'join-server' | 'network-server' | 'application-server' | 'done'

/**
 * How far one device has come, and what it was begun with: plain data, to be stored and resumed. A change of the
 * portal's configuration does not reach a device that has begun.
 *
 * It never holds the ownerToken. Until the claim has succeeded the caller hands the token in again, from the code
 * that was scanned; afterwards it is not needed.
 */
export interface ProvisioningState
  extends NetworkServerDevice, Pick<JoinServerDevice, 'homeNetId' | 'hsmGroupId' | 'asTransportKeyId'> {
  readonly version: 2
  /** The step to be done next. */
  readonly step: DeviceStep
  /** A request of this step has gone out, and whether the server carried it out is not known. */
  readonly pending: boolean
  /** The claim was refused after an attempt whose answer was lost; the next step shows whether that attempt succeeded. */
  readonly claimPresumed: boolean
  /** The Join Server's name for the device, once claimed. */
  readonly joinServerDevice?: string
  /** Where the Network Server says the device is, once provisioned there. */
  readonly networkServerDevice?: string
}
