import type { Eui64 } from '@claimtag/core'

/** What a User Portal is configured with. Plain data; `parseConfiguration` of `./schema` reads it from JSON. */
export interface PortalConfiguration {
  /** By Routing Profile ID: what the user may choose from. */
  readonly routingProfiles: Readonly<Record<string, { readonly name: string }>>
  /** By Device Profile ID. */
  readonly deviceProfiles: Readonly<Record<string, { readonly name: string }>>
  /** JoinEUI (AppEUI) to Device Profile ID: the code carries the one, the Network Server wants the other. */
  readonly deviceProfileByJoinEui: Readonly<Record<Eui64, string>>
  /** hNS ID: the Home NetID of the Network Server, 3 bytes in hex, e.g. `000002`. */
  readonly homeNetId: string
  /** Which hardware security module holds the keys, e.g. `HSM_LABS_PROD`. */
  readonly hsmGroupId: string
  /** The Connectivity Plan to use. Without one: the Network Server's default, or its only one. */
  readonly connectivityPlanId?: string
}
