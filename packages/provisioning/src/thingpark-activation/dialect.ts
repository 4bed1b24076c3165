/**
 * The unpublished parts of ThingPark Activation's OSS interface ("Key Manager"). Paths and the parameter names of
 * `provision` are published; everything here is a default, to be replaced by what your contract with Actility says.
 */
export interface ThingparkActivationDialect {
  /** Precedes `/kmSubscriptions/…`. Unpublished; the default follows ThingPark Wireless. */
  readonly basePath: string
  /** Body of `POST …/asKeys`. Unpublished. */
  readonly asKeyRequest: { readonly publicKey: string }
  /** Answer of `POST …/asKeys`. Unpublished. */
  readonly asKeyAnswer: { readonly id: string; readonly encryptedKey: string }
  /** Body of `POST …/devices/claim`. Unpublished. */
  readonly claimRequest: { readonly devEui: string; readonly ownerToken: string }
  /**
   * The member of a claim's answer that names the device in later paths; if it is missing, the DevEUI does.
   * Unpublished.
   */
  readonly claimAnswer: { readonly device: string }
  /** Statuses that mean "wrong token or already claimed". Unpublished; The Things Join Server answers 403 to both. */
  readonly claimRefusedStatuses: readonly number[]
  /**
   * Body of `POST …/devices/{device}`. `asKey`, `homeNsNetID` and `hsmGroupID` are published; the demo also sent
   * DevEUI and AppEUI, whose member names are not. A member with an empty name is left out.
   */
  readonly deviceRequest: {
    readonly devEui: string
    readonly joinEui: string
    readonly asKey: string
    readonly homeNetId: string
    readonly hsmGroupId: string
  }
}

export const thingparkActivationDialect: ThingparkActivationDialect = {
  basePath: '/thingpark/activation/rest',
  asKeyRequest: { publicKey: 'publicKey' },
  asKeyAnswer: { id: 'ID', encryptedKey: 'encryptedKey' },
  claimRequest: { devEui: 'devEUI', ownerToken: 'ownerToken' },
  claimAnswer: { device: 'ID' },
  claimRefusedStatuses: [403],
  deviceRequest: {
    devEui: 'devEUI',
    joinEui: 'appEUI',
    asKey: 'asKey',
    homeNetId: 'homeNsNetID',
    hsmGroupId: 'hsmGroupID',
  },
}
