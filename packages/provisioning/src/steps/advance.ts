import { ClaimtagError } from '@claimtag/core'
import type { Fault, FaultCode } from '../answer.ts'
import { failureAt } from '../failure.ts'
import type { Failure } from '../failure.ts'
import type { FailureCode, FailureReason } from '../reason.ts'
import type { CallOptions } from '../ports.ts'
import { transportKeyOf } from '../state.ts'
import type { ProvisioningState } from '../state.ts'
import type { DeviceStep } from '../step.ts'
import { callPort } from './call-port.ts'
import { REQUESTS } from './requests.ts'
import type { OpenStep, Progress, StepInput, WorkflowPorts } from './requests.ts'
import { timeOf } from './time.ts'

export type StepResult = { readonly ok: true; readonly state: ProvisioningState } | Failure

const NEXT = {
  claim: 'join-server',
  'join-server': 'network-server',
  'network-server': 'application-server',
  'application-server': 'done',
} satisfies Record<OpenStep, DeviceStep>

/**
 * Answers that say that the request was already carried out. They count as success only when the answer to an earlier
 * attempt was lost; otherwise another account has made that request.
 */
const SAYS_DONE_BEFORE: Readonly<Record<OpenStep, readonly FaultCode[]>> = {
  claim: ['claim-refused', 'conflict'],
  'join-server': ['conflict'],
  'network-server': ['conflict'],
  'application-server': ['conflict'],
}

/** Answers of the Join Server that say that a device does not belong to this account. */
const NOT_OURS: readonly FailureCode[] = ['not-found', 'forbidden']

/**
 * Sends the request of the state's step and returns the state that follows from the answer. A state that is `done` is
 * returned unchanged.
 */
export async function advance(
  ports: WorkflowPorts,
  input: StepInput,
  { signal }: CallOptions = {},
): Promise<StepResult> {
  const { step } = input.state
  if (step === 'done') return { ok: true, state: input.state }
  const state = { ...input.state, step }
  if (transportKeyOf(input.session, state.joinServerId)?.id !== state.asTransportKeyId) {
    return failed(ports, state, { code: 'as-transport-key-changed' })
  }

  const prepared = await REQUESTS[step](ports, input)
  if (typeof prepared !== 'function') return failed(ports, state, prepared)
  if (signal?.aborted) return failureAt(step, { code: 'cancelled' }, { devEui: state.devEui, state })

  // Saved before the request is sent: after a crash while the answer is awaited, the stored state says that there was
  // a request.
  const sent = dated(ports, { ...state, pending: true, attempts: state.attempts + 1 })
  const unsaved = await saveFailure(ports, sent)
  if (unsaved !== undefined) return failureAt(step, { code: unsaved }, { devEui: state.devEui, state })

  const answer = await callPort(() => prepared({ signal }), signal)
  if (answer.ok) return settle(ports, step, moved(sent, step, answer.value))
  const { reason } = answer
  // What a connector has done before it threw is not known.
  if (!('retryable' in reason)) return failed(ports, sent, reason)
  if (state.pending && SAYS_DONE_BEFORE[step].includes(reason.code)) {
    return settle(ports, step, moved(sent, step, step === 'claim' ? { claimPresumed: true } : {}))
  }

  // The claim that was presumed to have succeeded did not, so its refusal was real.
  if (state.claimPresumed && step === 'join-server' && NOT_OURS.includes(reason.code)) {
    const back = { ...sent, step: 'claim', pending: false, claimPresumed: false } as const
    return failed(ports, back, { code: 'claim-refused' })
  }
  return failed(ports, { ...sent, pending: reason.uncertain || state.pending }, reason)
}

async function settle(ports: WorkflowPorts, step: OpenStep, next: ProvisioningState): Promise<StepResult> {
  const state = dated(ports, next)
  const unsaved = await saveFailure(ports, state)
  if (unsaved === undefined) return { ok: true, state }
  return failureAt(step, { code: unsaved }, { devEui: state.devEui, state })
}

/** The failure of the state's step, which the state remembers for those who look at it later. */
async function failed(
  ports: WorkflowPorts,
  before: ProvisioningState & { readonly step: OpenStep },
  reason: Fault | FailureReason,
): Promise<Failure> {
  const { step, devEui } = before
  const at = timeOf(ports)
  const failure = { step, code: reason.code, ...(at === undefined ? {} : { at }) }
  const state = dated(ports, { ...before, failure })
  // If this save fails, the stored state still says `pending` where a request was sent, which is always safe.
  await saveFailure(ports, state)
  return failureAt(step, reason, { devEui, state })
}

function moved(state: ProvisioningState, step: OpenStep, progress: Progress): ProvisioningState {
  // When the Join Server is provisioned, the claim is known to have succeeded.
  const claimPresumed = step === 'claim' && progress.claimPresumed === true
  const { failure: _, ...rest } = state
  return { ...rest, ...progress, step: NEXT[step], pending: false, claimPresumed, attempts: 0 }
}

function dated<S extends ProvisioningState>(ports: WorkflowPorts, state: S): S {
  const updatedAt = timeOf(ports)
  return updatedAt === undefined ? state : { ...state, updatedAt }
}

async function saveFailure(
  { save }: WorkflowPorts,
  state: ProvisioningState,
): Promise<'save-failed' | 'state-moved-on' | undefined> {
  try {
    await save?.(state)
    return undefined
  } catch (error) {
    return error instanceof ClaimtagError && error.code === 'state-moved-on'
      ? 'state-moved-on'
      : 'save-failed'
  }
}
