import type { Eui64 } from '@claimtag/core'

/** The configuration of a User Portal. Plain data; `parseConfiguration` of `./schema` reads it from JSON. */
export interface PortalConfiguration {
  /** By Routing Profile ID: the profiles that the user may choose from. */
  readonly routingProfiles: Readonly<Record<string, { readonly name: string }>>
  /** By Device Profile ID. */
  readonly deviceProfiles: Readonly<Record<string, { readonly name: string }>>
  /** JoinEUI (AppEUI) to Device Profile ID: the code contains the former, the Network Server needs the latter. */
  readonly deviceProfileByJoinEui: Readonly<Record<Eui64, string>>
  /** hNS ID: the Home NetID of the Network Server, 3 bytes in hex, e.g. `000002`. */
  readonly homeNetId: string
  /** The hardware security module that holds the keys, e.g. `HSM_LABS_PROD`. */
  readonly hsmGroupId: string
  /** The Connectivity Plan to use. Default: the Network Server's default, or its only plan. */
  readonly connectivityPlanId?: string
}
