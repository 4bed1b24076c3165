import type { Answer } from './answer.ts'
import type { PortalConfiguration } from './configuration.ts'
import type { FailureReason } from './failure.ts'
import type { ApplicationServer, JoinServer, NetworkServer } from './ports.ts'
import type { DeviceStep, ProvisioningState, Session } from './state.ts'
import { unwrapped } from './unwrap.ts'
import type { UnwrapKey } from './unwrap.ts'

export interface WorkflowPorts {
  readonly configuration: PortalConfiguration
  readonly joinServer: JoinServer
  readonly networkServer: NetworkServer
  readonly applicationServer: ApplicationServer
  readonly unwrapKey: UnwrapKey
  /** Called before each request and after each step, so that the process may end at any time and be resumed. */
  readonly save?: ((state: ProvisioningState) => Promise<void>) | undefined
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
  Pick<ProvisioningState, 'joinServerDevice' | 'networkServerDevice' | 'claimPresumed'>
>

type Request = () => Promise<Answer<Progress>>

/** Makes the request of a step, or gives the reason why it cannot be made. */
type Prepare = (ports: WorkflowPorts, input: StepInput) => Promise<Request | FailureReason>

/** One request for each step, in the order of the steps. */
export const REQUESTS = {
  async claim({ joinServer }, { state: { devEui }, ownerToken }) {
    if (ownerToken === undefined) return { code: 'owner-token-missing' }
    return () =>
      kept(joinServer.claim({ devEui, ownerToken }), ({ device }) => ({ joinServerDevice: device }))
  },
  async 'join-server'({ joinServer }, { state }) {
    const {
      devEui,
      joinEui,
      homeNetId,
      hsmGroupId,
      asTransportKeyId,
      joinServerDevice: device = devEui,
    } = state
    const request = { device, devEui, joinEui, homeNetId, hsmGroupId, asTransportKeyId }
    return () => kept(joinServer.provision(request), nothing)
  },
  async 'network-server'({ networkServer }, { state }) {
    const { name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId } = state
    const request = { name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId }
    return () =>
      kept(networkServer.provision(request), ({ device }) =>
        device === undefined ? {} : { networkServerDevice: device },
      )
  },
  async 'application-server'(ports, { state: { devEui }, session }) {
    const asTransportKey = await unwrapped(ports, session.asTransportKey)
    if (asTransportKey === undefined) return { code: 'key-unwrap-failed' }
    return () => kept(ports.applicationServer.provision({ devEui, asTransportKey }), nothing)
  },
} satisfies Record<OpenStep, Prepare>

/** Keeps the part of an answer that belongs into the state. */
async function kept<T>(call: Promise<Answer<T>>, read: (value: T) => Progress): Promise<Answer<Progress>> {
  const answer = await call
  return answer.ok ? { ok: true, value: read(answer.value) } : answer
}

function nothing(): Progress {
  return {}
}
