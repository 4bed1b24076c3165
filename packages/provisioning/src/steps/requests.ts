import type { Clock, Eui64 } from '@claimtag/core'
import type { Answer } from '../answer.ts'
import type { PortalConfiguration } from '../configuration.ts'
import type { FailureReason } from '../reason.ts'
import type { JoinServers, NamedJoinServer } from '../join-servers/join-servers.ts'
import type { ApplicationServer, CallOptions, NetworkServer } from '../ports.ts'
import { transportKeyOf } from '../state.ts'
import type { ProvisioningState, Session } from '../state.ts'
import type { DeviceStep } from '../step.ts'
import { unwrapped } from './unwrap.ts'
import type { UnwrapKey } from './unwrap.ts'

export interface WorkflowPorts {
  readonly configuration: PortalConfiguration
  /** `oneJoinServer(server)`, or `joinServers([…])` for several. */
  readonly joinServers: JoinServers
  readonly networkServer: NetworkServer
  readonly applicationServer: ApplicationServer
  readonly unwrapKey: UnwrapKey
  /** Called before each request and after each step, so that the process may end at any time and be resumed. */
  readonly save?: ((state: ProvisioningState) => Promise<void>) | undefined
  /** Milliseconds since 1970, for the times in states; without it they have none. */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** The input of one step of a device. */
export interface StepInput {
  readonly session: Session
  readonly state: ProvisioningState
  /** From the scanned code. Needed until the claim has succeeded, and never stored. */
  readonly ownerToken?: string | undefined
}

export type OpenStep = Exclude<DeviceStep, 'done'>

/** The members that an answer adds to the state. */
export type Progress = Partial<
  Pick<
    ProvisioningState,
    | 'joinServerDevice'
    | 'networkServerDevice'
    | 'claimPresumed'
    | 'adopted'
    | 'deviceProfileId'
    | 'connectivityPlanId'
    | 'routingProfileId'
  >
>

type Request = (options: CallOptions) => Promise<Answer<Progress>>

/** Makes the request of a step, or gives the reason why it cannot be made. */
type Prepare = (ports: WorkflowPorts, input: StepInput) => Promise<Request | FailureReason>

/** One request for each step, in the order of the steps. */
export const REQUESTS = {
  async claim(ports, { state, ownerToken }) {
    if (ownerToken === undefined) return { code: 'owner-token-missing' }
    const joinServer = joinServerOf(ports, state)
    if ('code' in joinServer) return joinServer
    const { devEui, joinEui } = state
    const { name, deviceProfileId, connectivityPlanId, routingProfileId, homeNetId, asTransportKeyId } = state
    const networkServerDevice = { name, deviceProfileId, connectivityPlanId, routingProfileId }
    const planned = { ...networkServerDevice, homeNetId, asTransportKeyId }
    return (options) =>
      kept(joinServer.server.claim({ devEui, joinEui, ownerToken, planned }, options), ({ device }) =>
        // A server that repeats the token must not bring it into the state; the DevEUI names the device, too.
        repeats(device, ownerToken) ? {} : { joinServerDevice: device },
      )
  },
  async 'join-server'(ports, { state }) {
    const joinServer = joinServerOf(ports, state)
    if ('code' in joinServer) return joinServer
    const {
      devEui,
      joinEui,
      homeNetId,
      hsmGroupId,
      asTransportKeyId,
      joinServerDevice: device = devEui,
    } = state
    const request = { device, devEui, joinEui, homeNetId, hsmGroupId, asTransportKeyId }
    return (options) => kept(joinServer.server.provision(request, options), nothing)
  },
  async 'network-server'({ networkServer }, { state }) {
    const { name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId } = state
    const request = { name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId }
    return (options) =>
      kept(networkServer.provision(request, options), ({ device }) =>
        device === undefined ? {} : { networkServerDevice: device },
      )
  },
  async 'application-server'(ports, { state: { name, devEui, joinEui, joinServerId }, session }) {
    const key = transportKeyOf(session, joinServerId)
    const asTransportKey = key && (await unwrapped(ports, key))
    if (asTransportKey === undefined) return { code: 'key-unwrap-failed' }
    const request = { name, devEui, joinEui, asTransportKey }
    return (options) => kept(ports.applicationServer.provision(request, options), nothing)
  },
} satisfies Record<OpenStep, Prepare>

interface JoinServerMissing {
  readonly code: 'join-server-unmapped' | 'join-server-changed'
  readonly joinEui: Eui64
}

/** The Join Server that the device was begun with. Another one does not know the claim. */
export function joinServerOf(
  { joinServers }: Pick<WorkflowPorts, 'joinServers'>,
  { joinEui, joinServerId }: ProvisioningState,
): NamedJoinServer | JoinServerMissing {
  const named = joinServers.find(joinEui)
  if (named === undefined) return { code: 'join-server-unmapped', joinEui }
  return named.id === joinServerId ? named : { code: 'join-server-changed', joinEui }
}

/** A part of this length is there by chance in one of four thousand million hexadecimal names. */
const TELLING_LENGTH = 8

/** Whether a name has a part of the secret in it, for example because it was encoded for a URL. */
function repeats(name: string, secret: string): boolean {
  const length = Math.min(TELLING_LENGTH, secret.length)
  for (let at = 0; at + length <= secret.length; at++) {
    if (name.includes(secret.slice(at, at + length))) return true
  }
  return false
}

/** Keeps the part of an answer that belongs into the state. */
async function kept<T>(call: Promise<Answer<T>>, read: (value: T) => Progress): Promise<Answer<Progress>> {
  const answer = await call
  return answer.ok ? { ok: true, value: read(answer.value) } : answer
}

function nothing(): Progress {
  return {}
}
