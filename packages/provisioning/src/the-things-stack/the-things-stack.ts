import type { Eui64 } from '@claimtag/core'
import type { Answer } from '../answer.ts'
import type { ApplicationServer, CallOptions, JoinServer, NetworkServer } from '../ports.ts'
import { stackApplicationServer } from './application-server.ts'
import { connectionTo } from './connection.ts'
import type { TheThingsStackOptions } from './connection.ts'
import { stackJoinServer, supportsClaiming } from './join-server.ts'
import { stackNetworkServer } from './network-server.ts'

export interface TheThingsStack {
  readonly joinServer: JoinServer
  readonly networkServer: NetworkServer
  readonly applicationServer: ApplicationServer
  /** Of these JoinEUIs, those whose devices can be claimed there; asked in batches of 20. */
  supportsClaiming(joinEuis: readonly Eui64[], options?: CallOptions): Promise<Answer<ReadonlySet<Eui64>>>
}

/**
 * The Things Stack in all three roles: claims a device, then registers it at the Identity, the Network and the
 * Application Server. It makes no AS transport key: a workflow of its own takes `unwrapKey: neverUnwrapped`. Its claims
 * take ownerTokens of 1 to 32 upper-case letters and digits.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts
 * import { fixedToken } from '@claimtag/provisioning/http'
 * import { theThingsStack } from '@claimtag/provisioning/the-things-stack'
 *
 * const { joinServer, networkServer, applicationServer } = theThingsStack({
 *   fetch,
 *   authorization: fixedToken('NNSXS.API-KEY'),
 *   address: 'https://eu1.cloud.thethings.network',
 *   application: 'meters',
 *   profiles: {
 *     'class-a': {
 *       name: 'Class A, LoRaWAN 1.0.3',
 *       lorawanVersion: 'MAC_V1_0_3',
 *       phyVersion: 'PHY_V1_0_3_REV_A',
 *       frequencyPlanId: 'EU_863_870_TTN',
 *     },
 *   },
 * })
 * ```
 */
export function theThingsStack(options: TheThingsStackOptions): TheThingsStack {
  const connection = connectionTo(options)
  return {
    joinServer: stackJoinServer(connection),
    networkServer: stackNetworkServer(connection, options),
    applicationServer: stackApplicationServer(connection),
    supportsClaiming: (joinEuis, call) => supportsClaiming(connection, joinEuis, call),
  }
}
