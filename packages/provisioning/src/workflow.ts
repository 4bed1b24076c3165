import type { DeviceRecord } from '@claimtag/core'
import { advance } from './advance.ts'
import type { StepResult } from './advance.ts'
import { begin } from './begin.ts'
import type { ProvisioningChoice } from './begin.ts'
import type { Failure } from './failure.ts'
import { login } from './login.ts'
import type { StepInput, WorkflowPorts } from './requests.ts'
import type { Session } from './state.ts'

/** Takes a scanned device through Join Server, Network Server and Application Server. */
export interface Workflow {
  /**
   * Fetches the Connectivity Plans, Device Profiles and Routing Profiles that the Network Server offers, and has an
   * ASTK made for the caller's RSA public key (SPKI, PEM). The session is plain data: keep it as long as devices are
   * on their way, since the Join Server keeps no copy.
   */
  login(publicKey: string): Promise<{ readonly ok: true; readonly session: Session } | Failure>
  /** The first state of a scanned device. Sends no request. */
  begin(session: Session, record: DeviceRecord, choice: ProvisioningChoice): StepResult
  /** Does the next step: one request. Pass the state that it returned, or the one that it saved, to go on. */
  advance(input: StepInput): Promise<StepResult>
  /** Advances until the device is done or a step fails. */
  resume(input: StepInput): Promise<StepResult>
  /** `begin` and `resume` in one. */
  provision(session: Session, record: DeviceRecord, choice: ProvisioningChoice): Promise<StepResult>
}

/**
 * A resumable workflow over three ports. Failures are values with `step`, `code` and `retryable`, and the `state` to
 * go on from; nothing throws. It has no clock and never repeats a step by itself: the caller decides when.
 *
 * @example
 * ```ts no-run
 * import type { DeviceRecord } from '@claimtag/core'
 * import { createWorkflow, explain, type WorkflowPorts } from '@claimtag/provisioning'
 *
 * export async function provision(ports: WorkflowPorts, publicKeyPem: string, record: DeviceRecord) {
 *   const workflow = createWorkflow(ports)
 *   const login = await workflow.login(publicKeyPem)
 *   if (!login.ok) return explain(login)
 *   const result = await workflow.provision(login.session, record, { routingProfileId: 'busit' })
 *   return result.ok ? 'done' : explain(result)
 * }
 * ```
 */
export function createWorkflow(ports: WorkflowPorts): Workflow {
  async function resume(input: StepInput): Promise<StepResult> {
    let result: StepResult = { ok: true, state: input.state }
    while (result.ok && result.state.step !== 'done') {
      result = await advance(ports, { ...input, state: result.state })
    }
    return result
  }
  return {
    login: (publicKey) => login(ports, publicKey),
    begin: (session, record, choice) => begin(ports.configuration, session, record, choice),
    advance: (input) => advance(ports, input),
    resume,
    async provision(session, record, choice) {
      const begun = begin(ports.configuration, session, record, choice)
      if (!begun.ok) return begun
      return resume({ session, state: begun.state, ownerToken: record.ownerToken })
    },
  }
}
