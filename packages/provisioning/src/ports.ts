import type { Eui64 } from '@claimtag/core'
import type { Answer } from './answer.ts'
import type { PlatformSignal } from './signal.ts'

/** Options of every call of a port. */
export interface CallOptions {
  /** Ends the call. Whether the server has carried the request out may then be unknown. */
  readonly signal?: PlatformSignal | undefined
}

/** The AS transport key (ASTK) as the Join Server returns it: RSA-encrypted to the public key of the request. */
export interface AsTransportKey {
  readonly id: string
  /**
   * As the Join Server wrote it, usually base64. The Join Server keeps no copy: a lost key has to be replaced by a
   * new one.
   */
  readonly encryptedKey: string
  /** The Join Server that made it; absent in what its port answers. */
  readonly joinServerId?: string
}

/** One entry of a Network Server's list: a Connectivity Plan, a Device Profile or an AS Routing Profile. */
export interface ListedItem {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
  /** Places that a Connectivity Plan has left, where the server says so. */
  readonly freeSlots?: number
}

export interface ClaimRequest {
  readonly devEui: Eui64
  readonly joinEui: Eui64
  readonly ownerToken: string
  /** What the device is going to be, for a server that claims and creates it in one call. */
  readonly planned?: PlannedDevice
}

/** A device as the steps after the claim are going to provision it. */
export interface PlannedDevice extends Omit<NetworkServerDevice, 'devEui' | 'joinEui'> {
  readonly homeNetId?: string
  readonly asTransportKeyId?: string
}

export interface JoinServerDevice {
  /** The Join Server's name for the device, from {@link JoinServer.claim}; the DevEUI if it has none. */
  readonly device: string
  readonly devEui: Eui64
  readonly joinEui: Eui64
  readonly homeNetId: string
  readonly hsmGroupId: string
  readonly asTransportKeyId: string
}

/** Has no root key and no HSM group: with an external Join Server neither may be sent to the Network Server. */
export interface NetworkServerDevice {
  readonly name: string
  readonly devEui: Eui64
  readonly joinEui: Eui64
  readonly deviceProfileId: string
  readonly connectivityPlanId: string
  readonly routingProfileId: string
}

/**
 * A device as a Network Server has it. A member that the server does not tell is absent, and then is not compared with
 * what the device should be.
 */
export interface FoundDevice extends Partial<Omit<NetworkServerDevice, 'devEui'>> {
  /** The address of the device at the server, or its name for it. */
  readonly device?: string
}

export interface ApplicationServerDevice extends Pick<NetworkServerDevice, 'name' | 'devEui' | 'joinEui'> {
  /** The ASTK itself, unwrapped with the caller's private key. */
  readonly asTransportKey: string
}

/** Whether a device is claimed at a Join Server: not at all, by this account, or by another one. */
export type ClaimStatus = 'unclaimed' | 'ours' | 'others'

/** What a Join Server is asked about a device. */
export interface ClaimedDevice extends Pick<ClaimRequest, 'devEui' | 'joinEui'> {
  /** The Join Server's name for the device, once it is known. */
  readonly device?: string
}

/**
 * Holds root keys and proofs of ownership. ThingPark Activation is one. Optional methods are those that not every Join
 * Server has.
 */
export interface JoinServer {
  createAsTransportKey(
    request: { readonly publicKey: string },
    options?: CallOptions,
  ): Promise<Answer<AsTransportKey>>
  /**
   * Presents the ownerToken, which can be used once. Answers `claim-refused` to a wrong token and for a claimed
   * device.
   */
  claim(request: ClaimRequest, options?: CallOptions): Promise<Answer<{ readonly device: string }>>
  /** The same request must succeed a second time: a workflow repeats it when an answer was lost. */
  provision(request: JoinServerDevice, options?: CallOptions): Promise<Answer<undefined>>
  /** Asks whose the device is, and changes nothing. Answers `not-found` for a device that it does not know. */
  status?(request: ClaimedDevice, options?: CallOptions): Promise<Answer<ClaimStatus>>
  /** Gives the claim up, so that the device can be claimed again. Answers `not-found` when it is not ours. */
  release?(request: Required<ClaimedDevice>, options?: CallOptions): Promise<Answer<undefined>>
}

/** Runs the radio network. ThingPark Wireless is one. */
export interface NetworkServer {
  connectivityPlans(options?: CallOptions): Promise<Answer<readonly ListedItem[]>>
  deviceProfiles(options?: CallOptions): Promise<Answer<readonly ListedItem[]>>
  routingProfiles(options?: CallOptions): Promise<Answer<readonly ListedItem[]>>
  /** Answers `conflict` to a DevEUI that it already has. `device` is the address of the device at the server. */
  provision(
    request: NetworkServerDevice,
    options?: CallOptions,
  ): Promise<Answer<{ readonly device?: string }>>
  /** The device of this account with that DevEUI; `undefined` when there is none. Changes nothing. */
  find?(devEui: Eui64, options?: CallOptions): Promise<Answer<FoundDevice | undefined>>
  /** Answers `not-found` when the device is not there. */
  remove?(
    request: Pick<NetworkServerDevice, 'devEui'> & Pick<FoundDevice, 'device'>,
    options?: CallOptions,
  ): Promise<Answer<undefined>>
  /** The places that the Connectivity Plan has left now; `undefined` when the server does not count them. */
  capacity?(connectivityPlanId: string, options?: CallOptions): Promise<Answer<number | undefined>>
}

/** Receives the data. Busit is one. */
export interface ApplicationServer {
  provision(request: ApplicationServerDevice, options?: CallOptions): Promise<Answer<undefined>>
  /**
   * Whether it has all that {@link provision} gives it for that device; half of it is `false`. Changes nothing.
   */
  find?(devEui: Eui64, options?: CallOptions): Promise<Answer<boolean>>
  /** Answers `not-found` when the device is not there. */
  remove?(request: Pick<ApplicationServerDevice, 'devEui'>, options?: CallOptions): Promise<Answer<undefined>>
}
