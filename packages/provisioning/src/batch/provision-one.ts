import { failureAt } from '../failure.ts'
import type { Failure } from '../failure.ts'
import { keepTrying } from '../retry/keep-trying.ts'
import type { KeepTryingOptions } from '../retry/keep-trying.ts'
import type { PlatformSignal } from '../signal.ts'
import type { ProvisioningState, Session } from '../state.ts'
import type { StepResult } from '../steps/advance.ts'
import type { StepInput, WorkflowPorts } from '../steps/requests.ts'
import type { ProvisioningStore } from '../store/provisioning-store.ts'
import { savesIn } from '../store/saves-in.ts'
import type { Saves } from '../store/saves-in.ts'
import { createWorkflow } from '../workflow.ts'
import type { Workflow } from '../workflow.ts'
import type { JobResult, ProvisioningJob } from './job.ts'

/** Where a job is done: what all devices of a login have in common. */
export interface JobContext extends KeepTryingOptions {
  readonly ports: Omit<WorkflowPorts, 'save'>
  readonly store: ProvisioningStore
  /** Of one login: all devices share its ASTK. */
  readonly session: Session
}

/**
 * Does a step; what a batch puts around `advance`.
 *
 * @param asksFirst whether the servers are asked first what stands in the way of a claim
 */
export type Guard = (
  state: ProvisioningState,
  asksFirst: boolean,
  advance: () => Promise<StepResult>,
) => Promise<StepResult>

/**
 * Provisions one device, from wherever the store says that it is: begins it, goes on with it, or finds it done. Calling
 * it again, in this process or another one, is always right; of two at the same time, one ends with `state-moved-on`.
 * It does not throw.
 *
 * @example
 * ```ts no-run
 * import { provisionOne, type JobContext, type ProvisioningJob } from '@claimtag/provisioning/batch'
 *
 * declare const context: JobContext
 *
 * // A queue carries the job, and keeps the result: both are plain data.
 * export const worker = (job: ProvisioningJob) => provisionOne(job, context)
 * ```
 */
export async function provisionOne(job: ProvisioningJob, context: JobContext): Promise<JobResult> {
  return guardedJob(job, { ...context, requestSignal: context.signal }, (_, __, advance) => advance())
}

/** The same, with something around each step, and with a signal for the requests alone. */
export async function guardedJob(
  { record, choice, again = false }: ProvisioningJob,
  context: JobContext & { readonly requestSignal?: PlatformSignal | undefined },
  guard: Guard,
): Promise<JobResult> {
  const { ports, store, session, requestSignal } = context
  const { devEui, ownerToken } = record
  const saves = savesIn(store)
  const workflow = createWorkflow({ ...ports, save: saves.save })
  const failed = (failure: Failure): JobResult => ({ ok: false, devEui, failure })

  const stored = await loaded(saves, record)
  if ('failure' in stored) return failed(stored.failure)
  const before = again ? unreleased(stored.state) : stored.state
  if (before?.release !== undefined)
    return failed(failureAt('scan', { code: 'device-released' }, { devEui, state: before }))
  if (before?.step === 'done') return { ok: true, devEui, wasDone: true }
  // Nothing has been asked of a server yet: the configuration and the choice of today count.
  const isNew = before === undefined || isUntouched(before)
  const begun: StepResult = isNew ? workflow.begin(session, record, choice) : { ok: true, state: before }
  if (!begun.ok) return failed(begun)

  let isChecked = !isNew
  const options = { signal: requestSignal }
  // What servers can be asked before the claim is asked once, with the same patience as the steps.
  async function step(input: StepInput): Promise<StepResult> {
    if (isChecked) return workflow.advance(input, options)
    const checked = await workflow.check(session, record, choice, options)
    if (!checked.ok) return { ...checked, state: input.state }
    isChecked = true
    return workflow.advance({ ...input, state: checked.state }, options)
  }
  const guarded: Pick<Workflow, 'advance'> = {
    advance: (input) => guard(input.state, !isChecked, () => step(input)),
  }
  const result = await keepTrying(guarded, { session, state: begun.state, ownerToken }, context)
  if (result.ok) return { ok: true, devEui, wasDone: false }
  const { gaveUp, ...failure } = result
  return { ok: false, devEui, failure, ...(gaveUp === undefined ? {} : { gaveUp }) }
}

async function loaded(
  saves: Saves,
  { devEui }: ProvisioningJob['record'],
): Promise<{ readonly state: ProvisioningState | undefined } | { readonly failure: Failure }> {
  try {
    return { state: await saves.load(devEui) }
  } catch {
    return { failure: failureAt('scan', { code: 'save-failed' }, { devEui }) }
  }
}

/** A device that was taken back goes on from what is still there. One that is being taken back is left alone. */
function unreleased(state: ProvisioningState | undefined): ProvisioningState | undefined {
  if (state?.release?.isDone !== true) return state
  const { release: _, ...rest } = state
  return rest
}

/** Whether no request of the claim has been sent of which the outcome is unknown. */
function isUntouched({ step, pending, claimPresumed }: ProvisioningState): boolean {
  return step === 'claim' && !pending && !claimPresumed
}
