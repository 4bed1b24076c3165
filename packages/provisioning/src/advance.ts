import { ClaimtagError } from '@claimtag/core'
import type { FaultCode } from './answer.ts'
import { callPort } from './call-port.ts'
import { failureAt } from './failure.ts'
import type { Failure, FailureCode } from './failure.ts'
import { REQUESTS } from './requests.ts'
import type { OpenStep, Progress, StepInput, WorkflowPorts } from './requests.ts'
import type { DeviceStep, ProvisioningState } from './state.ts'

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
export async function advance(ports: WorkflowPorts, input: StepInput): Promise<StepResult> {
  const { state } = input
  const { step, devEui } = state
  if (step === 'done') return { ok: true, state }
  if (input.session.asTransportKey.id !== state.asTransportKeyId) {
    return failureAt(step, { code: 'as-transport-key-changed' }, { devEui, state })
  }

  const prepared = await REQUESTS[step](ports, input)
  if (typeof prepared !== 'function') return failureAt(step, prepared, { devEui, state })

  // Saved before the request is sent: after a crash while the answer is awaited, the stored state says that there was
  // a request.
  const sent = { ...state, pending: true }
  const unsaved = await saveFailure(ports, sent)
  if (unsaved !== undefined) return failureAt(step, { code: unsaved }, { devEui, state })

  const answer = await callPort(prepared)
  if (answer.ok) return settle(ports, step, moved(sent, step, answer.value))
  const { reason } = answer
  if (!('retryable' in reason)) return failureAt(step, reason, { devEui, state: sent })
  if (state.pending && SAYS_DONE_BEFORE[step].includes(reason.code)) {
    return settle(ports, step, moved(sent, step, step === 'claim' ? { claimPresumed: true } : {}))
  }

  // The claim that was presumed to have succeeded did not, so its refusal was real.
  if (state.claimPresumed && step === 'join-server' && NOT_OURS.includes(reason.code)) {
    const back: ProvisioningState = { ...state, step: 'claim', pending: false, claimPresumed: false }
    await saveFailure(ports, back)
    return failureAt('claim', { code: 'claim-refused' }, { devEui, state: back })
  }
  const after = { ...state, pending: reason.uncertain || state.pending }
  // If this save fails, the stored state still says `pending`, which is always safe.
  await saveFailure(ports, after)
  return failureAt(step, reason, { devEui, state: after })
}

async function settle(ports: WorkflowPorts, step: OpenStep, state: ProvisioningState): Promise<StepResult> {
  const unsaved = await saveFailure(ports, state)
  if (unsaved === undefined) return { ok: true, state }
  return failureAt(step, { code: unsaved }, { devEui: state.devEui, state })
}

function moved(state: ProvisioningState, step: OpenStep, progress: Progress): ProvisioningState {
  // When the Join Server is provisioned, the claim is known to have succeeded.
  const claimPresumed = step === 'claim' && progress.claimPresumed === true
  return { ...state, ...progress, step: NEXT[step], pending: false, claimPresumed }
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
