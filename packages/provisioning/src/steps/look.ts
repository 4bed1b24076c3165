import type { Fault } from '../answer.ts'
import type { CallOptions, ClaimStatus, FoundDevice } from '../ports.ts'
import type { Difference, FailureCode, FailureReason } from '../reason.ts'
import type { ProvisioningState } from '../state.ts'
import { callPort } from './call-port.ts'
import type { ConnectorFailed } from './call-port.ts'
import { differencesBetween, isToldInFull } from './differences.ts'
import { joinServerOf } from './requests.ts'
import type { OpenStep, Progress, StepInput, WorkflowPorts } from './requests.ts'

/** What a server says about a step, asked without changing anything. */
export type Look =
  /** The step has not been done. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'done'; readonly progress: Progress }
  /** Something is there that this step did not make. */
  | { readonly kind: 'refused'; readonly reason: Refusal }
  | Unknown

/** The port cannot say; `reason` when it was asked. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly reason?: Fault | ConnectorFailed
}

export type Refusal = Extract<FailureReason, { readonly code: 'conflict' | 'claim-refused' }>

type LookAt = (ports: WorkflowPorts, input: StepInput, options: CallOptions) => Promise<Look>

const UNKNOWN: Look = { kind: 'unknown' }
const ABSENT: Look = { kind: 'absent' }

/** Answers to a question that will be the same the next time: the server cannot be asked. */
const CANNOT_SAY: readonly FailureCode[] = [
  'forbidden',
  'not-found',
  'conflict',
  'rejected',
  'redirected',
  'unintelligible',
  'claim-refused',
]

/**
 * Ask whether a step was done, before it is repeated or after it was refused. A request whose answer was lost may take
 * what it finds for its own; without such a request, only what is exactly as wanted, or a device that is to be adopted.
 */
const LOOKS = {
  async claim(ports, { state }, options) {
    const joinServer = joinServerOf(ports, state)
    if ('code' in joinServer) return UNKNOWN
    const { server } = joinServer
    const ask = server.status?.bind(server)
    if (ask === undefined) return UNKNOWN
    const { devEui, joinEui } = state
    const asked = await callPort(() => ask({ devEui, joinEui }, options), options.signal)
    if (!asked.ok) return { kind: 'unknown', reason: asked.reason }
    return claimLook(state, asked.value)
  },
  // The same request succeeds a second time.
  'join-server': async () => UNKNOWN,
  async 'network-server'({ networkServer }, input, options) {
    const ask = networkServer.find?.bind(networkServer)
    if (ask === undefined) return UNKNOWN
    const { devEui } = input.state
    const asked = await callPort(() => ask(devEui, options), options.signal)
    if (!asked.ok) return { kind: 'unknown', reason: asked.reason }
    return asked.value === undefined ? ABSENT : deviceLook(input, asked.value)
  },
  async 'application-server'({ applicationServer }, { state: { devEui, pending } }, options) {
    const ask = applicationServer.find?.bind(applicationServer)
    if (ask === undefined) return UNKNOWN
    const asked = await callPort(() => ask(devEui, options), options.signal)
    if (!asked.ok) return { kind: 'unknown', reason: asked.reason }
    if (!asked.value) return ABSENT
    // Without an earlier request it was given another ASTK than ours.
    return pending ? { kind: 'done', progress: {} } : { kind: 'refused', reason: { code: 'conflict' } }
  },
} satisfies Record<OpenStep, LookAt>

/** Asks as {@link LOOKS} do. An answer that is not what the port promises is the connector's fault. */
export async function lookAt(
  step: OpenStep,
  ports: WorkflowPorts,
  input: StepInput,
  options: CallOptions,
): Promise<Look> {
  try {
    return await LOOKS[step](ports, input, options)
  } catch {
    return { kind: 'unknown', reason: { code: 'connector-failed' } }
  }
}

function claimLook({ pending, adopt }: ProvisioningState, claimStatus: ClaimStatus): Look {
  if (claimStatus === 'unclaimed') return ABSENT
  if (claimStatus !== 'ours' && claimStatus !== 'others') return UNKNOWN
  // Ours without an earlier request: another portal of this account may use the device with its own ASTK.
  return claimStatus === 'ours' && (pending || adopt === true)
    ? { kind: 'done', progress: {} }
    : { kind: 'refused', reason: { code: 'claim-refused', claimStatus } }
}

function deviceLook({ state, session }: StepInput, found: FoundDevice): Look {
  const differences = differencesBetween(state, found, session)
  const device = typeof found.device === 'string' ? { networkServerDevice: found.device } : {}
  if (differences.length === 0 && state.pending) return { kind: 'done', progress: device }
  if (differences.length === 0 && isToldInFull(found))
    return { kind: 'done', progress: { ...device, adopted: true } }
  // Another JoinEUI means another Join Server, where the device has other keys: it could never join.
  const isOfOtherJoinServer = differences.some(({ member }) => member === 'joinEui')
  return state.adopt === true && !isOfOtherJoinServer
    ? { kind: 'done', progress: { ...device, ...valuesOf(differences), adopted: true } }
    : { kind: 'refused', reason: { code: 'conflict', differences } }
}

/** The state of an adopted device says what the Network Server has. */
function valuesOf(differences: readonly Difference[]): Progress {
  return Object.assign(
    {},
    ...differences.flatMap(({ member, theirs }) => (theirs === undefined ? [] : [{ [member]: theirs }])),
  )
}

/** Whether the question failed for a reason that may be gone the next time. */
export function isAskedAgain(look: Look): look is Required<Unknown> {
  return look.kind === 'unknown' && look.reason !== undefined && !CANNOT_SAY.includes(look.reason.code)
}
