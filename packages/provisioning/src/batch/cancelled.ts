import type { Failure } from '../failure.ts'
import type { ProvisioningState } from '../state.ts'

/** What comes of a step that was not made. */
export function cancelledAt(state: ProvisioningState): Failure {
  const step = state.step === 'done' ? 'application-server' : state.step
  return { ok: false, step, code: 'cancelled', retryable: true, devEui: state.devEui, state }
}
