/** The configuration of a User Portal. Plain data; `parseConfiguration` of `./schema` reads it from JSON. */
export interface PortalConfiguration {
  /** By Routing Profile ID: the profiles that the user may choose from. */
  readonly routingProfiles: Readonly<Record<string, { readonly name: string }>>
  /** By Device Profile ID. */
  readonly deviceProfiles: Readonly<Record<string, { readonly name: string }>>
  /**
   * JoinEUI (AppEUI) to Device Profile ID: the code contains the former, the Network Server needs the latter. A prefix
   * such as `70B3D57ED0000000/40` stands for all JoinEUIs that have it; of several the longest decides.
   */
  readonly deviceProfileByJoinEui: Readonly<Record<string, string>>
  /**
   * The ProfileID of a code, which is Vendor ID and Vendor Profile ID (`AABB1122`), to the Device Profiles that fit. It
   * is asked when no JoinEUI says more. Of several candidates the user chooses.
   */
  readonly deviceProfilesByProfileId?: Readonly<Record<string, readonly string[]>>
  /** hNS ID: the Home NetID of the Network Server, 3 bytes in hex, e.g. `000002`. */
  readonly homeNetId: string
  /** The hardware security module that holds the keys, e.g. `HSM_LABS_PROD`. */
  readonly hsmGroupId: string
  /** The Connectivity Plan to use. Default: the Network Server's default, or its only plan. */
  readonly connectivityPlanId?: string
}
