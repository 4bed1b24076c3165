import type { DeviceRecord } from '@claimtag/core'
import { failureAt } from '../failure.ts'
import type { Failure } from '../failure.ts'
import type { CallOptions, ClaimStatus } from '../ports.ts'
import type { ProvisioningState, Session } from '../state.ts'
import { begin } from './begin.ts'
import type { ProvisioningChoice } from './begin.ts'
import { callPort } from './call-port.ts'
import { isAskedAgain, lookAt } from './look.ts'
import type { Look, Unknown } from './look.ts'
import type { WorkflowPorts } from './requests.ts'

/** A device that can be provisioned, as far as the servers tell beforehand. */
export interface Checked {
  readonly ok: true
  /** The first state, as `begin` gives it. */
  readonly state: ProvisioningState
  /** Absent when the Join Server cannot be asked. */
  readonly claimStatus?: Exclude<ClaimStatus, 'others'>
  /** Whether the Network Server has the device already, as wanted or to be adopted; absent when it cannot be asked. */
  readonly isAtNetworkServer?: boolean
  /** Places that the Connectivity Plan has left; absent when the Network Server does not count them. */
  readonly freeSlots?: number
}

/**
 * `begin`, and then all that servers can be asked without changing anything: whose the device is, whether the Network
 * Server has it, and whether the Connectivity Plan has a place for it. What a server cannot be asked is left out.
 */
export async function check(
  ports: WorkflowPorts,
  session: Session,
  record: DeviceRecord,
  choice: ProvisioningChoice,
  options: CallOptions = {},
): Promise<Checked | Failure> {
  const begun = begin(ports, session, record, choice)
  if (!begun.ok) return begun
  const { state } = begun
  const about = { devEui: state.devEui }

  const claim = await lookAt('claim', ports, { session, state }, options)
  if (claim.kind === 'refused') return failureAt('join-server-check', claim.reason, about)
  if (isAskedAgain(claim) || isNotKnown(claim)) return failureAt('join-server-check', claim.reason, about)

  const device = await lookAt('network-server', ports, { session, state }, options)
  if (device.kind === 'refused') return failureAt('network-server-check', device.reason, about)
  if (isAskedAgain(device)) return failureAt('network-server-check', device.reason, about)
  const found = { ...claimFact(claim), ...deviceFact(device) }
  if (device.kind === 'done') return { ok: true, state, ...found }

  const { connectivityPlanId } = state
  const listed = session.connectivityPlans.find(({ id }) => id === connectivityPlanId)
  const { networkServer } = ports
  const ask = networkServer.capacity?.bind(networkServer)
  const counted = ask && (await callPort(() => ask(connectivityPlanId, options), options.signal))
  if (counted?.ok === false) {
    const look: Look = { kind: 'unknown', reason: counted.reason }
    if (isAskedAgain(look)) return failureAt('network-server-check', look.reason, about)
  }
  const freeSlots = (counted?.ok === true ? counted.value : undefined) ?? listed?.freeSlots
  if (freeSlots !== undefined && freeSlots <= 0) {
    return failureAt('network-server-check', { code: 'connectivity-plan-full', connectivityPlanId }, about)
  }
  return { ok: true, state, ...found, ...(freeSlots === undefined ? {} : { freeSlots }) }
}

/** The Join Server can be asked about any device: it has no record of this one. */
function isNotKnown(look: Look): look is Required<Unknown> {
  return look.kind === 'unknown' && look.reason?.code === 'not-found'
}

function claimFact({ kind }: Look): Pick<Checked, 'claimStatus'> {
  if (kind === 'unknown') return {}
  return { claimStatus: kind === 'done' ? 'ours' : 'unclaimed' }
}

function deviceFact({ kind }: Look): Pick<Checked, 'isAtNetworkServer'> {
  return kind === 'unknown' ? {} : { isAtNetworkServer: kind === 'done' }
}
