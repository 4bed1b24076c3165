import { answered, fault } from '../answer.ts'
import { isAsWanted } from '../http/look-up.ts'
import type { JoinServer, NetworkServer } from '../ports.ts'
import { dxBody, dxDevicesAt } from './devices.ts'
import { dxCoreDialect } from './dialect.ts'
import { thingparkDxCore } from './network-server.ts'
import type { DxCoreOptions } from './network-server.ts'

export interface DxCoreClaimOptions extends DxCoreOptions {
  /** `jsProfile` and `jsSubscriberRef` of your account at the standalone Join Server. */
  readonly jsProfile: string
  readonly jsSubscriberRef: string
  /** The Join Server itself, for everything but the claim. */
  readonly joinServer: JoinServer
}

/**
 * One call instead of two: DX Core creates the device at the Network Server and claims it at the standalone Join
 * Server. To a workflow it is the claim; when the Network Server's turn comes, the device is there already. A request
 * that does not say what is `planned` for the device is `rejected`. Not on ThingPark Enterprise.
 *
 * DX Core takes the ownerToken in the query of the address, where it may end in the logs of proxies; prefer the two
 * calls where you have both servers.
 *
 * @throws ProvisioningError `address-not-https`
 *
 * @example
 * ```ts no-run
 * import type { JoinServer } from '@claimtag/provisioning'
 * import { fixedToken } from '@claimtag/provisioning/http'
 * import { thingparkDxCoreClaim } from '@claimtag/provisioning/thingpark-dx-core'
 *
 * declare const activation: JoinServer
 * const { joinServer, networkServer } = thingparkDxCoreClaim({
 *   fetch,
 *   authorization: fixedToken('token of the account'),
 *   address: 'https://dx.example.com',
 *   jsProfile: 'js-prod',
 *   jsSubscriberRef: '42',
 *   joinServer: activation,
 * })
 * ```
 */
export function thingparkDxCoreClaim(options: DxCoreClaimOptions): {
  readonly joinServer: JoinServer
  readonly networkServer: NetworkServer
} {
  return {
    joinServer: claimingThroughDxCore(options.joinServer, options),
    networkServer: findingCreated(thingparkDxCore(options)),
  }
}

/** The Join Server, for which DX Core claims. */
export function claimingThroughDxCore(
  joinServer: JoinServer,
  options: Omit<DxCoreClaimOptions, 'joinServer'>,
): JoinServer {
  const { jsProfile, jsSubscriberRef } = options
  const { create } = dxDevicesAt(options, options.dialect)
  const { claimErrors } = { ...dxCoreDialect, ...options.dialect }

  return claimingBy(joinServer, async ({ devEui, joinEui, ownerToken, planned }, call) => {
    if (planned === undefined) return fault('rejected')
    const { asTransportKeyId: asKeyId, homeNetId: homeNsNetID, ...device } = planned
    const json = {
      ...dxBody({ ...device, devEui, joinEui }),
      ...(asKeyId === undefined ? {} : { asKeyId }),
      ...(homeNsNetID === undefined ? {} : { homeNsNetID }),
    }
    const parameters = { deviceToken: ownerToken, jsProfile, jsSubscriberRef }
    const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    const made = await create(devEui, json, call, { query: query.join('&'), errors: claimErrors })
    // The Join Server's name for the device is not told; its DevEUI is one.
    return made.ok ? answered({ device: devEui }) : made
  })
}

/** The Network Server, which has the device already when its turn comes. */
export function findingCreated(networkServer: NetworkServer): NetworkServer {
  return {
    ...networkServer,
    async provision(device, call) {
      const made = await networkServer.provision(device, call)
      if (made.ok || made.fault.code !== 'conflict') return made
      const found = await networkServer.find?.(device.devEui, call)
      if (found?.ok !== true || found.value === undefined) return made
      return isAsWanted(found.value, device) ? answered(withDevice(found.value.device)) : made
    },
  }
}

/** The Join Server with another claim. Its methods are called on it, since they may be those of a class. */
function claimingBy(server: JoinServer, claim: JoinServer['claim']): JoinServer {
  return {
    createAsTransportKey: (request, call) => server.createAsTransportKey(request, call),
    claim,
    provision: (request, call) => server.provision(request, call),
    ...(server.status === undefined ? {} : { status: server.status.bind(server) }),
    ...(server.release === undefined ? {} : { release: server.release.bind(server) }),
  }
}

function withDevice(device: string | undefined): { readonly device?: string } {
  return device === undefined ? {} : { device }
}
