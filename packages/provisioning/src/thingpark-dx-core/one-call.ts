import { answered } from '../answer.ts'
import type { CallOptions, ClaimRequest, JoinServer, NetworkServer, NetworkServerDevice } from '../ports.ts'
import { dxBody, dxDevicesAt } from './devices.ts'
import { dxCoreDialect } from './dialect.ts'
import { thingparkDxCore } from './network-server.ts'
import type { DxCoreOptions } from './network-server.ts'

/** What the call needs beside the identities and the ownerToken. */
export interface DxCoreClaimDevice extends Omit<NetworkServerDevice, 'devEui' | 'joinEui'> {
  /** The ID of the AS transport key, to be set along with the claim. */
  readonly asTransportKeyId?: string | undefined
  readonly homeNetId?: string | undefined
}

export interface DxCoreClaimOptions extends DxCoreOptions {
  /** `jsProfile` and `jsSubscriberRef` of your account at the standalone Join Server. */
  readonly jsProfile: string
  readonly jsSubscriberRef: string
  /** The Join Server itself, for everything but the claim. */
  readonly joinServer: JoinServer
  /** The rest of a device that is about to be claimed. */
  readonly deviceFor: (request: Pick<ClaimRequest, 'devEui' | 'joinEui'>) => DxCoreClaimDevice
}

/**
 * One call instead of two: DX Core creates the device at the Network Server and claims it at the standalone Join
 * Server. To a workflow it is the claim; when the Network Server's turn comes, the device is there already. Not on
 * ThingPark Enterprise.
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
 *   deviceFor: ({ devEui }) => ({
 *     name: devEui,
 *     deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
 *     connectivityPlanId: 'basic',
 *     routingProfileId: 'busit',
 *   }),
 * })
 * ```
 */
export function thingparkDxCoreClaim(options: DxCoreClaimOptions): {
  readonly joinServer: JoinServer
  readonly networkServer: NetworkServer
} {
  const { jsProfile, jsSubscriberRef, joinServer, deviceFor } = options
  const { create } = dxDevicesAt(options, options.dialect)
  const networkServer = thingparkDxCore(options)
  const { claimErrors } = { ...dxCoreDialect, ...options.dialect }

  async function claim(
    { devEui, joinEui, ownerToken }: ClaimRequest,
    call?: CallOptions,
  ): ReturnType<JoinServer['claim']> {
    const { asTransportKeyId: asKeyId, homeNetId: homeNsNetID, ...device } = deviceFor({ devEui, joinEui })
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
  }

  return {
    joinServer: claimingBy(joinServer, claim),
    networkServer: {
      ...networkServer,
      async provision(device, call) {
        const made = await networkServer.provision(device, call)
        if (made.ok || made.fault.code !== 'conflict') return made
        const found = await networkServer.find?.(device.devEui, call)
        if (found?.ok !== true || found.value === undefined) return made
        return isAsWanted(found.value, device) ? answered(withDevice(found.value.device)) : made
      },
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

function isAsWanted(found: Partial<NetworkServerDevice>, wanted: NetworkServerDevice): boolean {
  const names = ['joinEui', 'deviceProfileId', 'connectivityPlanId', 'routingProfileId'] as const
  return names.every((name) => found[name] === undefined || found[name] === wanted[name])
}

function withDevice(device: string | undefined): { readonly device?: string } {
  return device === undefined ? {} : { device }
}
