import { ask } from './ask.ts'
import type { Answer, FaultCode } from './answer.ts'
import type { PortalConfiguration } from './configuration.ts'
import { failure } from './failure.ts'
import type { Failure, FailureCode } from './failure.ts'
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
  /** Called before a request goes out and after each step, so that whoever stores the state can resume anywhere. */
  readonly save?: (state: ProvisioningState) => Promise<void>
}

/** What a step of a device needs. */
export interface StepInput {
  readonly session: Session
  readonly state: ProvisioningState
  /** From the scanned code. Needed until the claim has succeeded, and never kept. */
  readonly ownerToken?: string
}

export type Advanced = { readonly ok: true; readonly state: ProvisioningState } | Failure

type OpenStep = Exclude<DeviceStep, 'done'>
type Progress = Partial<Pick<ProvisioningState, 'joinServerDevice' | 'networkServerDevice' | 'claimPresumed'>>

const NEXT = {
  claim: 'join-server',
  'join-server': 'network-server',
  'network-server': 'application-server',
  'application-server': 'done',
} satisfies Record<OpenStep, DeviceStep>

/**
 * What a server says to a request that it has carried out before. It counts as done only when an earlier attempt
 * of ours got no answer; otherwise somebody else did it.
 */
const SAYS_DONE_BEFORE: Readonly<Record<OpenStep, readonly FaultCode[]>> = {
  claim: ['claim-refused', 'conflict'],
  'join-server': ['conflict'],
  'network-server': ['conflict'],
  'application-server': ['conflict'],
}

/** The Join Server's ways of saying that a device is not ours. */
const NOT_OURS: readonly FailureCode[] = ['not-found', 'forbidden']

/** Does the state's step: one request, and the state that follows from its answer. `done` stays as it is. */
export async function advance(ports: WorkflowPorts, input: StepInput): Promise<Advanced> {
  const { state } = input
  const { step, devEui } = state
  if (step === 'done') return { ok: true, state }
  if (input.session.asTransportKey.id !== state.asTransportKeyId) {
    return failure(step, 'as-transport-key-changed', { devEui, state })
  }

  const prepared = await prepare(ports, input, step)
  if (typeof prepared === 'string') return failure(step, prepared, { devEui, state })

  // Saved before it goes out: a crash while the answer is awaited leaves a state that knows of the request.
  const sent = { ...state, pending: true }
  if (!(await saved(ports, sent))) return failure(step, 'save-failed', { devEui, state })

  const answer = await ask(prepared)
  if (answer.ok) return settle(ports, step, moved(sent, step, answer.value))
  const { reason } = answer
  if (typeof reason === 'string') return failure(step, reason, { devEui, state: sent })
  if (state.pending && SAYS_DONE_BEFORE[step].includes(reason.code)) {
    return settle(ports, step, moved(sent, step, step === 'claim' ? { claimPresumed: true } : {}))
  }

  // The claim that we presumed to have succeeded has not, so its refusal was meant.
  if (state.claimPresumed && step === 'join-server' && NOT_OURS.includes(reason.code)) {
    const back: ProvisioningState = { ...state, step: 'claim', pending: false, claimPresumed: false }
    await saved(ports, back)
    return failure('claim', 'claim-refused', { devEui, state: back })
  }
  const after = { ...state, pending: reason.uncertain || state.pending }
  // Should this save fail, the stored state says `pending`, which is always safe.
  await saved(ports, after)
  return failure(step, reason, { devEui, state: after })
}

async function settle(ports: WorkflowPorts, step: OpenStep, state: ProvisioningState): Promise<Advanced> {
  if (await saved(ports, state)) return { ok: true, state }
  return failure(step, 'save-failed', { devEui: state.devEui, state })
}

function moved(state: ProvisioningState, step: OpenStep, progress: Progress): ProvisioningState {
  // By the time the Join Server is provisioned the presumption has proved right.
  const claimPresumed = step === 'claim' && progress.claimPresumed === true
  return { ...state, ...progress, step: NEXT[step], pending: false, claimPresumed }
}

async function saved({ save }: WorkflowPorts, state: ProvisioningState): Promise<boolean> {
  try {
    await save?.(state)
    return true
  } catch {
    return false
  }
}

type Request = () => Promise<Answer<Progress>>

/** The request of a step, or the reason why it cannot be made. */
async function prepare(
  ports: WorkflowPorts,
  input: StepInput,
  step: OpenStep,
): Promise<Request | FailureCode> {
  const { state, session, ownerToken } = input
  const { devEui, joinEui, name } = state
  const { joinServer, networkServer, applicationServer, configuration } = ports
  switch (step) {
    case 'claim':
      if (ownerToken === undefined) return 'owner-token-missing'
      return () =>
        progress(joinServer.claim({ devEui, ownerToken }), ({ device }) => ({ joinServerDevice: device }))
    case 'join-server': {
      const { homeNetId, hsmGroupId } = configuration
      const { asTransportKeyId, joinServerDevice: device = devEui } = state
      return () =>
        progress(
          joinServer.provision({ device, devEui, joinEui, homeNetId, hsmGroupId, asTransportKeyId }),
          nothing,
        )
    }
    case 'network-server': {
      const { deviceProfileId, connectivityPlanId, routingProfileId } = state
      const device = { name, devEui, joinEui, deviceProfileId, connectivityPlanId, routingProfileId }
      return () =>
        progress(networkServer.provision(device), (made) =>
          made.device === undefined ? {} : { networkServerDevice: made.device },
        )
    }
    case 'application-server': {
      const asTransportKey = await unwrapped(ports, session.asTransportKey)
      if (asTransportKey === undefined) return 'key-unwrap-failed'
      return () => progress(applicationServer.provision({ devEui, asTransportKey }), nothing)
    }
  }
}

async function progress<T>(
  call: Promise<Answer<T>>,
  read: (value: T) => Progress,
): Promise<Answer<Progress>> {
  const answer = await call
  return answer.ok ? { ok: true, value: read(answer.value) } : answer
}

function nothing(): Progress {
  return {}
}
