import { ClaimtagError } from '@claimtag/core'
import type { Fault } from '../answer.ts'
import { failureAt } from '../failure.ts'
import type { Failure } from '../failure.ts'
import type { FailureReason } from '../reason.ts'
import type { ProvisioningState } from '../state.ts'
import type { OpenStep, WorkflowPorts } from './requests.ts'

/** Now, in ISO 8601; `undefined` without a clock. */
export function timeOf({ clock }: Pick<WorkflowPorts, 'clock'>): string | undefined {
  return clock === undefined ? undefined : new Date(clock.now()).toISOString()
}

export function dated<S extends ProvisioningState>(ports: WorkflowPorts, state: S): S {
  const updatedAt = timeOf(ports)
  return updatedAt === undefined ? state : { ...state, updatedAt }
}

/** Saves the state; the failure, if it could not be saved. */
export async function unsavedFailure(
  ports: WorkflowPorts,
  step: OpenStep,
  state: ProvisioningState,
  goOnFrom = state,
): Promise<Failure | undefined> {
  const code = await saveFailure(ports, state)
  return code === undefined ? undefined : failureAt(step, { code }, { devEui: state.devEui, state: goOnFrom })
}

/** The failure of a step, which the state remembers for those who look at it later. */
export async function failed(
  ports: WorkflowPorts,
  step: OpenStep,
  before: ProvisioningState,
  reason: Fault | FailureReason,
): Promise<Failure> {
  const at = timeOf(ports)
  const failure = { step, code: reason.code, ...(at === undefined ? {} : { at }) }
  const state = dated(ports, { ...before, failure })
  const about = { devEui: state.devEui, state }
  // If this save fails, the stored state still says `pending` where a request was sent, which is always safe. If
  // another process has gone on, a refusal may be of its making: its claim was carried out, and ours refused for it.
  const code = await saveFailure(ports, state)
  return failureAt(step, code === 'state-moved-on' ? { code } : reason, about)
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
