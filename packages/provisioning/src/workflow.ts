import type { DeviceRecord } from '@claimtag/core'
import type { CallOptions } from './ports.ts'
import { advance } from './steps/advance.ts'
import type { StepResult } from './steps/advance.ts'
import { begin } from './steps/begin.ts'
import type { ProvisioningChoice } from './steps/begin.ts'
import type { Failure } from './failure.ts'
import { check } from './steps/check.ts'
import type { Checked } from './steps/check.ts'
import { login } from './steps/login.ts'
import type { LoginKeys } from './steps/login.ts'
import { release } from './steps/release.ts'
import type { Released } from './steps/release.ts'
import type { StepInput, WorkflowPorts } from './steps/requests.ts'
import type { Session } from './state.ts'

/** Takes a scanned device through Join Server, Network Server and Application Server. */
export interface Workflow {
  /**
   * Fetches the Connectivity Plans, Device Profiles and Routing Profiles that the Network Server offers, and has an
   * ASTK made for the caller's RSA public key (SPKI, PEM), at each Join Server. The session is plain data: keep it as
   * long as devices are on their way, since the Join Server keeps no copy. A kept `asTransportKey` is taken instead of
   * having one made.
   */
  login(
    publicKey: string | LoginKeys,
    options?: CallOptions,
  ): Promise<{ readonly ok: true; readonly session: Session } | Failure>
  /** The first state of a scanned device, or what is missing for it. Sends no request. */
  begin(session: Session, record: DeviceRecord, choice: ProvisioningChoice): StepResult
  /**
   * `begin`, and then all that servers can be asked before the claim, which cannot be undone: whose the device is,
   * whether the Network Server has it, and whether the Connectivity Plan has a place for it. Changes nothing.
   */
  check(
    session: Session,
    record: DeviceRecord,
    choice: ProvisioningChoice,
    options?: CallOptions,
  ): Promise<Checked | Failure>
  /** Does the next step: one request. Pass the state that it returned, or the one that it saved, to go on. */
  advance(input: StepInput, options?: CallOptions): Promise<StepResult>
  /** Advances until the device is done or a step fails. */
  resume(input: StepInput, options?: CallOptions): Promise<StepResult>
  /** `check` and `resume` in one. */
  provision(
    session: Session,
    record: DeviceRecord,
    choice: ProvisioningChoice,
    options?: CallOptions,
  ): Promise<StepResult>
  /**
   * Takes the device back from Application Server, Network Server and Join Server, as far as they allow. Pass the
   * state that a failure returned to go on.
   */
  release(input: Pick<StepInput, 'state'>, options?: CallOptions): Promise<Released | Failure>
}

/**
 * A resumable workflow over three ports. Failures are values with `step`, `code` and `retryable`, and the `state` to
 * go on from; nothing throws. It never repeats a step by itself: the caller decides when.
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
  async function resume(input: StepInput, options?: CallOptions): Promise<StepResult> {
    let result: StepResult = { ok: true, state: input.state }
    while (result.ok && result.state.step !== 'done') {
      result = await advance(ports, { ...input, state: result.state }, options)
    }
    return result
  }
  return {
    login: (keys, options) => login(ports, keys, options),
    begin: (session, record, choice) => begin(ports, session, record, choice),
    check: (session, record, choice, options) => check(ports, session, record, choice, options),
    advance: (input, options) => advance(ports, input, options),
    resume,
    async provision(session, record, choice, options) {
      const checked = await check(ports, session, record, choice, options)
      if (!checked.ok) return checked
      return resume({ session, state: checked.state, ownerToken: record.ownerToken }, options)
    },
    release: (input, options) => release(ports, input, options),
  }
}
