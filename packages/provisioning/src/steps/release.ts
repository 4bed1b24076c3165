import type { Answer } from '../answer.ts'
import type { Failure } from '../failure.ts'
import type { CallOptions } from '../ports.ts'
import type { FailureCode } from '../reason.ts'
import type { ProvisioningState, ReleaseReport, Session } from '../state.ts'
import type { DeviceStep } from '../step.ts'
import { callPort } from './call-port.ts'
import { isAskedAgain, lookAt } from './look.ts'
import { joinServerOf } from './requests.ts'
import type { WorkflowPorts } from './requests.ts'
import { dated, failed, unsavedFailure } from './saving.ts'

type Report = Omit<ReleaseReport, 'isDone'>

/** A device that was taken back, as far as the servers allow. */
export interface Released extends Report {
  readonly ok: true
  /** Marked as released. Without `release`, it goes on from what is still there. */
  readonly state: ProvisioningState
}

type Removal = (options: CallOptions) => Promise<Answer<undefined>>

const NOT_OFFERED = 'release-not-offered'

/** How each server takes a device back, or why it cannot. `claim` is all that the Join Server has. */
const REMOVALS = {
  'application-server'({ applicationServer }, { devEui }) {
    const remove = applicationServer.remove?.bind(applicationServer)
    return remove === undefined ? NOT_OFFERED : (options) => remove({ devEui }, options)
  },
  'network-server'({ networkServer }, { devEui, networkServerDevice }) {
    const remove = networkServer.remove?.bind(networkServer)
    const device = networkServerDevice === undefined ? {} : { device: networkServerDevice }
    return remove === undefined ? NOT_OFFERED : (options) => remove({ devEui, ...device }, options)
  },
  claim(ports, state) {
    const joinServer = joinServerOf(ports, state)
    if ('code' in joinServer) return joinServer.code
    const { devEui, joinEui, joinServerDevice: device = devEui } = state
    const remove = joinServer.server.release?.bind(joinServer.server)
    return remove === undefined ? NOT_OFFERED : (options) => remove({ devEui, joinEui, device }, options)
  },
} satisfies Record<string, (ports: WorkflowPorts, state: ProvisioningState) => Removal | FailureCode>

type Taking = keyof typeof REMOVALS

const ORDER: readonly Taking[] = ['application-server', 'network-server', 'claim']

const POSITIONS = {
  claim: 0,
  'join-server': 1,
  'network-server': 2,
  'application-server': 3,
  done: 4,
} satisfies Record<DeviceStep, number>

/** A release needs no login, and so has no lists: a server's IDs are then not named. */
const NO_SESSION: Session = {
  connectivityPlans: [],
  deviceProfiles: [],
  routingProfiles: [],
  asTransportKey: { id: '', encryptedKey: '' },
}

/**
 * Takes a device back in reverse order: from the Application Server, the Network Server and the Join Server. What a
 * server does not take back stays, and the next one is asked. A fault that may pass ends it; the same call with the
 * state of the failure goes on.
 */
export async function release(
  ports: WorkflowPorts,
  { state: before }: { readonly state: ProvisioningState },
  options: CallOptions = {},
): Promise<Released | Failure> {
  const { released = [], stays = [] } = before.release ?? {}
  let report: Report = { released, stays }
  let state = before
  for (const step of ORDER) {
    if (!mayBeThere(step, state, report)) continue
    report = { ...report, stays: report.stays.filter((other) => other.step !== step) }
    const marked = { ...state, release: { ...report, isDone: false } }
    const taken = await take(ports, step, marked, before, options)
    if ('ok' in taken) return taken
    report = withOutcome(report, step, taken.outcome)
    state = dated(ports, { ...taken.state, release: { ...report, isDone: false } })
    const unsaved = await unsavedFailure(ports, step, state)
    if (unsaved !== undefined) return unsaved
  }
  state = dated(ports, { ...state, release: { ...report, isDone: true } })
  const unsaved = await unsavedFailure(ports, 'claim', state)
  return unsaved ?? { ok: true, ...report, state }
}

function mayBeThere(step: Taking, { step: next, pending }: ProvisioningState, { stays }: Report): boolean {
  if (stays.some((other) => other.step === step)) return true
  return POSITIONS[next] > POSITIONS[step] || (next === step && pending)
}

function withOutcome(report: Report, step: Taking, outcome: Taken['outcome']): Report {
  if (outcome === 'absent') return report
  if (outcome !== 'released') return { ...report, stays: [...report.stays, { step, reason: outcome }] }
  return report.released.includes(step) ? report : { ...report, released: [...report.released, step] }
}

interface Taken {
  readonly state: ProvisioningState
  /** A code: it stays, and why. */
  readonly outcome: 'released' | 'absent' | FailureCode
}

async function take(
  ports: WorkflowPorts,
  step: Taking,
  state: ProvisioningState,
  before: ProvisioningState,
  options: CallOptions,
): Promise<Taken | Failure> {
  if (step === 'network-server') {
    const notOurs = await ofOthers(ports, state, before, options)
    if (notOurs !== undefined) return notOurs
  }
  const remove = REMOVALS[step](ports, state)
  if (typeof remove === 'string') return { state, outcome: remove }

  const sent = dated(ports, { ...state, ...(isReached(step, state) ? { step, pending: true } : {}) })
  const unsaved = await unsavedFailure(ports, step, sent, state)
  if (unsaved !== undefined) return unsaved
  const answer = await callPort(() => remove(options), options.signal)
  if (answer.ok) return { state: without(step, sent), outcome: 'released' }
  const { reason } = answer
  // It is gone: an earlier attempt, whose answer was lost, or somebody else has done it.
  if (reason.code === 'not-found') return { state: without(step, sent), outcome: 'released' }
  if (!('retryable' in reason) || reason.uncertain) return failed(ports, step, sent, reason)
  return reason.retryable ? failed(ports, step, state, reason) : { state, outcome: reason.code }
}

/**
 * A device that was there before is left there, and so is one that our request, whose answer was lost, may not have
 * made.
 */
async function ofOthers(
  ports: WorkflowPorts,
  state: ProvisioningState,
  before: ProvisioningState,
  options: CallOptions,
): Promise<Taken | Failure | undefined> {
  if (state.adopted === true) return { state, outcome: 'device-adopted' }
  if (before.release !== undefined || !before.pending || before.step !== 'network-server') return undefined
  const look = await lookAt('network-server', ports, { session: NO_SESSION, state: before }, options)
  if (look.kind === 'done') return undefined
  if (isAskedAgain(look)) return failed(ports, 'network-server', before, look.reason)
  return look.kind === 'unknown'
    ? { state, outcome: 'release-uncertain' }
    : { state: without('network-server', state), outcome: 'absent' }
}

function isReached(step: Taking, { step: next }: ProvisioningState): boolean {
  return POSITIONS[step] <= POSITIONS[next]
}

/** The state of a device for which this step has not been done. */
function without(step: Taking, state: ProvisioningState): ProvisioningState {
  const { joinServerDevice, networkServerDevice, failure: _, ...rest } = state
  return {
    ...rest,
    ...(isReached(step, state) ? { step, pending: false, attempts: 0 } : {}),
    ...(step === 'claim' || joinServerDevice === undefined ? {} : { joinServerDevice }),
    ...(step !== 'application-server' || networkServerDevice === undefined ? {} : { networkServerDevice }),
    ...(step === 'claim' ? { claimPresumed: false } : {}),
  }
}
