import { ERROR_MEMBERS } from '../http/error-inside.ts'
import { CLAIM_REFUSED } from '../http/error-table.ts'
import type { ErrorRow } from '../http/error-table.ts'

/**
 * The unpublished parts of ThingPark Activation's OSS interface ("Key Manager"). Paths and the parameter names of
 * `provision` are published; everything here is a default, to be replaced by what your contract with Actility says.
 *
 * | what          | request, below `/kmSubscriptions/{kmSubscription}` | answer                                     |
 * | ------------- | -------------------------------------------------- | ------------------------------------------ |
 * | make an ASTK  | `POST /asKeys`                                     | its ID, and itself encrypted               |
 * | claim         | `POST /devices/claim`                              | the device's name, or no body              |
 * | provision     | `POST /devices/{device}`                           | anything that is not an error              |
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
  readonly claimAnswer: {
    readonly device: string
    /** Members that a 2xx answer has to have, or it is not a claim. Unpublished; none by default. */
    readonly mustHave: readonly string[]
  }
  /**
   * Members, at the top of any 2xx answer, that say that it is an error all the same; a `code` of 400 to 599 always
   * does. Members that are null, false, empty or 0 do not count. Unpublished.
   */
  readonly mustNotHave: readonly string[]
  /**
   * Statuses, of HTTP or in a body, that mean "wrong token or already claimed" to a claim. Unpublished; The Things Join
   * Server answers 403 to both.
   */
  readonly claimRefusedStatuses: readonly number[]
  /** What errors of a claim mean before their status is looked at. Unpublished. */
  readonly claimErrors: readonly ErrorRow[]
  /** The same for the other calls. Unpublished; none by default. */
  readonly errors: readonly ErrorRow[]
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
  claimAnswer: { device: 'ID', mustHave: [] },
  mustNotHave: ERROR_MEMBERS,
  claimRefusedStatuses: [403],
  claimErrors: [{ status: [400, 409, 422, 500], says: CLAIM_REFUSED, is: 'claim-refused' }],
  errors: [],
  deviceRequest: {
    devEui: 'devEUI',
    joinEui: 'appEUI',
    asKey: 'asKey',
    homeNetId: 'homeNsNetID',
    hsmGroupId: 'hsmGroupID',
  },
}
