import type { DeviceRecord } from '@claimtag/core'
import type { PortalConfiguration } from './configuration.ts'
import { stopped } from './failure.ts'
import type { Failure } from './failure.ts'
import type { ProvisioningState, Session } from './state.ts'

/** What the user is asked for besides the accounts. */
export interface Choice {
  readonly routingProfileId: string
  /** Instead of the configured Connectivity Plan, or of the Network Server's default. */
  readonly connectivityPlanId?: string
  /** The device's name at the Network Server; the DevEUI unless told otherwise. */
  readonly name?: string
}

/**
 * Turns a scanned record into the first state of a device, asking no server. A claim cannot be taken back, so all
 * that can be known to be missing (token, JoinEUI, Device Profile, plan) is found before it.
 */
export function begin(
  configuration: PortalConfiguration,
  session: Session,
  record: DeviceRecord,
  choice: Choice,
): { readonly ok: true; readonly state: ProvisioningState } | Failure {
  const { devEui, joinEui, ownerToken } = record
  if (joinEui === undefined) return stopped('scan', 'join-eui-missing', { devEui })
  if (ownerToken === undefined) return stopped('scan', 'owner-token-missing', { devEui })
  const deviceProfileId = own(configuration.deviceProfileByJoinEui, joinEui)
  if (deviceProfileId === undefined)
    return stopped('scan', 'device-profile-unmapped', { devEui, id: joinEui })
  const { routingProfileId, name = devEui } = choice
  if (own(configuration.routingProfiles, routingProfileId) === undefined) {
    return stopped('scan', 'routing-profile-unknown', { devEui, id: routingProfileId })
  }
  const plan = connectivityPlan(session, choice.connectivityPlanId ?? configuration.connectivityPlanId)
  if (!plan.ok) return { ...plan, devEui }
  const state: ProvisioningState = {
    version: 1,
    step: 'claim',
    pending: false,
    claimPresumed: false,
    name,
    devEui,
    joinEui,
    deviceProfileId,
    connectivityPlanId: plan.id,
    routingProfileId,
    asTransportKeyId: session.asTransportKey.id,
  }
  return { ok: true, state }
}

function connectivityPlan(
  { connectivityPlans }: Session,
  wanted: string | undefined,
): { readonly ok: true; readonly id: string } | Failure {
  if (wanted !== undefined) {
    return connectivityPlans.some(({ id }) => id === wanted)
      ? { ok: true, id: wanted }
      : stopped('scan', 'connectivity-plan-unknown', { id: wanted })
  }
  const defaults = connectivityPlans.filter(({ isDefault }) => isDefault)
  const [plan, second] = defaults.length > 0 ? defaults : connectivityPlans
  if (plan === undefined || second !== undefined) return stopped('scan', 'connectivity-plan-ambiguous')
  return { ok: true, id: plan.id }
}

// IDs come from a user, and `constructor` is no profile.
function own<T>(table: Readonly<Record<string, T>>, id: string): T | undefined {
  return Object.hasOwn(table, id) ? table[id] : undefined
}
