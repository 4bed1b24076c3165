import type { AsTransportKey, JoinServerDevice, ListedItem, NetworkServerDevice } from './ports.ts'

/** The result of a login: plain data, to be kept as long as devices are on their way with its ASTK. */
export interface Session {
  readonly connectivityPlans: readonly ListedItem[]
  readonly deviceProfiles: readonly ListedItem[]
  readonly routingProfiles: readonly ListedItem[]
  readonly asTransportKey: AsTransportKey
}

/** The steps of a device, in their order. */
export type DeviceStep = 'claim' | 'join-server' | 'network-server' | 'application-server' | 'done'

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
}
