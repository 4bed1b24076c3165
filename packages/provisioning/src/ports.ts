import type { Eui64 } from '@claimtag/core'
import type { Answer } from './answer.ts'

/** The AS transport key (ASTK) as the Join Server hands it out: RSA-encrypted to the public key it was asked for. */
export interface AsTransportKey {
  readonly id: string
  /** As the Join Server wrote it, commonly base64. The Join Server keeps no copy: a key that is lost is made anew. */
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
  /** The Join Server's own name for the device, from {@link JoinServer.claim}; the DevEUI where it has none. */
  readonly device: string
  readonly devEui: Eui64
  readonly joinEui: Eui64
  readonly homeNetId: string
  readonly hsmGroupId: string
  readonly asTransportKeyId: string
}

/** Without a root key and without an HSM group: with an external Join Server neither may reach the Network Server. */
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
  /** Presents the ownerToken, which works once. Answers `claim-refused` to a wrong token and to a claimed device. */
  claim(request: ClaimRequest): Promise<Answer<{ readonly device: string }>>
  /** Asked again with the same values it must succeed again: a workflow repeats it when an answer was lost. */
  provision(request: JoinServerDevice): Promise<Answer<undefined>>
}

/** Runs the radio network. ThingPark Wireless is one. */
export interface NetworkServer {
  connectivityPlans(): Promise<Answer<readonly ListedItem[]>>
  deviceProfiles(): Promise<Answer<readonly ListedItem[]>>
  routingProfiles(): Promise<Answer<readonly ListedItem[]>>
  /** Answers `conflict` to a DevEUI that it already has. `device` is where the server says the device now is. */
  provision(request: NetworkServerDevice): Promise<Answer<{ readonly device?: string }>>
}

/** Receives the data. Busit is one. */
export interface ApplicationServer {
  provision(request: ApplicationServerDevice): Promise<Answer<undefined>>
}
