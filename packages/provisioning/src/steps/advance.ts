import type { Eui64 } from '@claimtag/core'
import type { Fault, FaultCode } from '../answer.ts'
import { failureAt } from '../failure.ts'
import type { Failure } from '../failure.ts'
import type { FailureCode } from '../reason.ts'
import type { CallOptions } from '../ports.ts'
import { transportKeyOf } from '../state.ts'
import type { ProvisioningState } from '../state.ts'
import type { DeviceStep } from '../step.ts'
import { callPort } from './call-port.ts'
import { isAskedAgain, lookAt } from './look.ts'
import type { Refusal } from './look.ts'
import { REQUESTS } from './requests.ts'
import type { OpenStep, Progress, StepInput, WorkflowPorts } from './requests.ts'
import { dated, failed, unsavedFailure } from './saving.ts'

export type StepResult = { readonly ok: true; readonly state: ProvisioningState } | Failure

const NEXT = {
  claim: 'join-server',
  'join-server': 'network-server',
  'network-server': 'application-server',
  'application-server': 'done',
} satisfies Record<OpenStep, DeviceStep>

/**
 * Answers that say that the request was already carried out. If the server cannot be asked whether that is so, they
 * count as success only when the answer to an earlier attempt was lost; otherwise another account made that request.
 */
const SAYS_DONE_BEFORE: Readonly<Record<OpenStep, readonly FaultCode[]>> = {
  claim: ['claim-refused', 'conflict'],
  // The same request succeeds a second time, so a conflict is another one.
  'join-server': [],
  'network-server': ['conflict'],
  'application-server': ['conflict'],
}

/** Answers of the Join Server that say that a device does not belong to this account. */
const NOT_OURS: readonly FailureCode[] = ['not-found', 'forbidden']

/**
 * Sends the request of the state's step and returns the state that follows from the answer. Where an earlier attempt
 * may have been carried out, it first asks the server, if the port can. A state that is `done` is returned unchanged.
 */
export async function advance(
  ports: WorkflowPorts,
  input: StepInput,
  { signal }: CallOptions = {},
): Promise<StepResult> {
  const { step } = input.state
  if (input.state.release !== undefined) {
    return failureAt(
      step === 'done' ? 'application-server' : step,
      { code: 'device-released' },
      about(input.state),
    )
  }
  if (step === 'done') return { ok: true, state: input.state }
  const key = transportKeyOf(input.session, input.state.joinServerId)
  if (key === undefined || (key.id !== input.state.asTransportKeyId && isBound(input.state))) {
    return failed(ports, step, { ...input.state, step }, { code: 'as-transport-key-changed' })
  }
  const state = { ...input.state, step, asTransportKeyId: key.id }
  if (signal?.aborted) return failureAt(step, { code: 'cancelled' }, about(state))
  if (!looksFirst(state)) return send(ports, { ...input, state }, { signal })

  const look = await lookAt(step, ports, input, { signal })
  if (look.kind === 'done') return settle(ports, step, moved(state, step, look.progress))
  if (look.kind === 'refused') return failed(ports, step, { ...state, pending: false }, look.reason)
  if (isAskedAgain(look)) return failed(ports, step, state, look.reason)
  // Still pending, even if it is not there: the earlier request may be on its way to a slow server.
  return send(ports, { ...input, state }, { signal })
}

/** Whether the Join Server may know the device with its ASTK. Until then, a key that was lost spends nothing. */
function isBound({ step, pending }: ProvisioningState): boolean {
  return step !== 'claim' && (step !== 'join-server' || pending)
}

/** Adopting is meant for a device that is there; an Application Server has it with another key. */
function looksFirst({ step, pending, adopt }: OpenState): boolean {
  return pending || (adopt === true && step !== 'application-server')
}

type OpenInput = StepInput & { readonly state: OpenState }

type OpenState = ProvisioningState & { readonly step: OpenStep }

async function send(ports: WorkflowPorts, input: OpenInput, options: CallOptions): Promise<StepResult> {
  const { state } = input
  const { step } = state
  const prepared = await REQUESTS[step](ports, input)
  if (typeof prepared !== 'function') return failed(ports, step, state, prepared)

  // Saved before the request is sent: after a crash while the answer is awaited, the stored state says that there was
  // a request.
  const sent = dated(ports, { ...state, pending: true, attempts: state.attempts + 1 })
  const unsaved = await unsavedFailure(ports, step, sent, state)
  if (unsaved !== undefined) return unsaved

  const answer = await callPort(() => prepared(options), options.signal)
  if (answer.ok) return settle(ports, step, moved(sent, step, answer.value))
  const { reason } = answer
  // What a connector has done before it threw is not known.
  if (!('retryable' in reason)) return failed(ports, step, sent, reason)
  const after = { ...sent, pending: reason.uncertain || state.pending }
  const saysDone = SAYS_DONE_BEFORE[step].includes(reason.code)
  if (saysDone || hasUnreadBody(reason)) {
    const look = await lookAt(step, ports, { ...input, state: after }, options)
    if (look.kind === 'done') return settle(ports, step, moved(sent, step, look.progress))
    if (saysDone && look.kind !== 'unknown') {
      const refusal = look.kind === 'refused' ? look.reason : absentAfter(reason)
      return failed(ports, step, { ...after, pending: false }, withStatus(refusal, reason))
    }
    if (saysDone && state.pending && isAskedAgain(look)) return failed(ports, step, after, look.reason)
  }
  if (saysDone && (state.pending || (step === 'network-server' && state.adopt === true))) {
    return settle(ports, step, moved(sent, step, step === 'claim' ? { claimPresumed: true } : {}))
  }

  // The claim that was presumed to have succeeded did not, so its refusal was real.
  if (state.claimPresumed && step === 'join-server' && NOT_OURS.includes(reason.code)) {
    const back = { ...sent, step: 'claim', pending: false, claimPresumed: false } as const
    return failed(ports, 'claim', back, { code: 'claim-refused' })
  }
  return failed(ports, step, after, reason)
}

/** An answer that says that it was done, in words that the connector does not know: the server is asked for them. */
function hasUnreadBody({ code, status = 0 }: Fault): boolean {
  return code === 'unintelligible' && status >= 200 && status <= 299
}

/** The server says that it has the device, and does not show it: somebody else has it, or the token is wrong. */
function absentAfter({ code }: Fault): Refusal {
  return code === 'claim-refused' ? { code, claimStatus: 'unclaimed' } : { code: 'conflict' }
}

function withStatus(refusal: Refusal, { status }: Fault): Refusal {
  return status === undefined ? refusal : { ...refusal, status }
}

async function settle(ports: WorkflowPorts, step: OpenStep, next: ProvisioningState): Promise<StepResult> {
  const state = dated(ports, next)
  return (await unsavedFailure(ports, step, state)) ?? { ok: true, state }
}

function moved(state: ProvisioningState, step: OpenStep, progress: Progress): ProvisioningState {
  // When the Join Server is provisioned, the claim is known to have succeeded.
  const claimPresumed = step === 'claim' && progress.claimPresumed === true
  const { failure: _, ...rest } = state
  return { ...rest, ...progress, step: NEXT[step], pending: false, claimPresumed, attempts: 0 }
}

function about(state: ProvisioningState): { readonly devEui: Eui64; readonly state: ProvisioningState } {
  return { devEui: state.devEui, state }
}
