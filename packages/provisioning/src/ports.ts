import type { Eui64 } from '@claimtag/core'
import type { Answer } from './answer.ts'

/** The AS transport key (ASTK) as the Join Server returns it: RSA-encrypted to the public key of the request. */
export interface AsTransportKey {
  readonly id: string
  /**
   * As the Join Server wrote it, usually base64. The Join Server keeps no copy: a lost key has to be replaced by a
   * new one.
   */
  readonly encryptedKey: string
}

/** One entry of a Network Server's list: a Connectivity Plan, a Device Profile or an AS Routing Profile. */
export interface ListedItem {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
}

export interface ClaimRequest {
  readonly devEui: Eui64
  readonly ownerToken: string
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

export interface ApplicationServerDevice {
  readonly devEui: Eui64
  /** The ASTK itself, unwrapped with the caller's private key. */
  readonly asTransportKey: string
}

/** Holds root keys and proofs of ownership. ThingPark Activation is one. */
export interface JoinServer {
  createAsTransportKey(request: { readonly publicKey: string }): Promise<Answer<AsTransportKey>>
  /**
   * Presents the ownerToken, which can be used once. Answers `claim-refused` to a wrong token and for a claimed
   * device.
   */
  claim(request: ClaimRequest): Promise<Answer<{ readonly device: string }>>
  /** The same request must succeed a second time: a workflow repeats it when an answer was lost. */
  provision(request: JoinServerDevice): Promise<Answer<undefined>>
}

/** Runs the radio network. ThingPark Wireless is one. */
export interface NetworkServer {
  connectivityPlans(): Promise<Answer<readonly ListedItem[]>>
  deviceProfiles(): Promise<Answer<readonly ListedItem[]>>
  routingProfiles(): Promise<Answer<readonly ListedItem[]>>
  /** Answers `conflict` to a DevEUI that it already has. `device` is the address of the device at the server. */
  provision(request: NetworkServerDevice): Promise<Answer<{ readonly device?: string }>>
}

/** Receives the data. Busit is one. */
export interface ApplicationServer {
  provision(request: ApplicationServerDevice): Promise<Answer<undefined>>
}
