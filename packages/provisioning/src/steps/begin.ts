import type { DeviceRecord } from '@claimtag/core'
import { failureAt } from '../failure.ts'
import type { Failure } from '../failure.ts'
import type { FailureReason } from '../reason.ts'
import type { ListedItem } from '../ports.ts'
import { transportKeyOf } from '../state.ts'
import type { ProvisioningState, Session } from '../state.ts'
import { deviceProfileOf, own } from './device-profile.ts'
import { isListed } from './differences.ts'
import type { WorkflowPorts } from './requests.ts'
import { timeOf } from './saving.ts'

/** What the user chooses for a device. */
export interface ProvisioningChoice {
  readonly routingProfileId: string
  /** Instead of the one that the JoinEUI or the ProfileID leads to; needed when that leads to several. */
  readonly deviceProfileId?: string | undefined
  /** Instead of the configured Connectivity Plan, or of the Network Server's default. */
  readonly connectivityPlanId?: string | undefined
  /** The device's name at the Network Server. Default: its DevEUI. */
  readonly name?: string | undefined
  /** Whether a device that the Network Server has already is taken as it is. */
  readonly adopt?: boolean | undefined
}

/**
 * Turns a scanned record into the first state of a device, without a request to any server. A claim cannot be undone,
 * so everything that can be missing is checked before it: the token, the JoinEUI and its Join Server, and the IDs that
 * the Network Server did not list at the login.
 */
export function begin(
  ports: Pick<WorkflowPorts, 'configuration' | 'joinServers' | 'clock'>,
  session: Session,
  record: DeviceRecord,
  choice: ProvisioningChoice,
): { readonly ok: true; readonly state: ProvisioningState } | Failure {
  const { configuration } = ports
  const { devEui, joinEui, ownerToken } = record
  const refuse = (reason: FailureReason): Failure => failureAt('scan', reason, { devEui })
  if (joinEui === undefined) return refuse({ code: 'join-eui-missing' })
  if (ownerToken === undefined) return refuse({ code: 'owner-token-missing' })
  const joinServer = ports.joinServers.find(joinEui)
  if (joinServer === undefined) return refuse({ code: 'join-server-unmapped', joinEui })
  const deviceProfileId = deviceProfileOf(configuration, record, joinEui, choice.deviceProfileId)
  if (typeof deviceProfileId !== 'string') return refuse(deviceProfileId)
  if (!isListed(session.deviceProfiles, deviceProfileId)) {
    return refuse({ code: 'device-profile-not-offered', deviceProfileId })
  }
  const { routingProfileId, name = devEui } = choice
  if (own(configuration.routingProfiles, routingProfileId) === undefined) {
    return refuse({ code: 'routing-profile-unknown', routingProfileId })
  }
  if (!isListed(session.routingProfiles, routingProfileId)) {
    return refuse({ code: 'routing-profile-not-offered', routingProfileId })
  }
  const wanted = choice.connectivityPlanId ?? configuration.connectivityPlanId
  const connectivityPlanId = connectivityPlan(session.connectivityPlans, wanted)
  if (typeof connectivityPlanId !== 'string') return refuse(connectivityPlanId)
  const asTransportKey = transportKeyOf(session, joinServer.id)
  if (asTransportKey === undefined) return refuse({ code: 'as-transport-key-missing' })
  const { homeNetId, hsmGroupId } = configuration
  const begunAt = timeOf(ports)
  const state: ProvisioningState = {
    version: 2,
    joinServerId: joinServer.id,
    ...(choice.adopt === true ? { adopt: true } : {}),
    step: 'claim',
    pending: false,
    claimPresumed: false,
    name,
    devEui,
    joinEui,
    deviceProfileId,
    connectivityPlanId,
    routingProfileId,
    homeNetId,
    hsmGroupId,
    asTransportKeyId: asTransportKey.id,
    attempts: 0,
    ...(begunAt === undefined ? {} : { begunAt, updatedAt: begunAt }),
  }
  return { ok: true, state }
}

/** The plan to use, or the reason why there is none. */
function connectivityPlan(plans: readonly ListedItem[], wanted: string | undefined): string | FailureReason {
  if (wanted !== undefined) {
    return isListed(plans, wanted)
      ? wanted
      : { code: 'connectivity-plan-not-offered', connectivityPlanId: wanted }
  }
  const defaults = plans.filter(({ isDefault }) => isDefault)
  const offered = defaults.length > 0 ? defaults : plans
  const [plan] = offered
  return plan !== undefined && offered.length === 1
    ? plan.id
    : { code: 'connectivity-plan-ambiguous', offered: offered.length }
}
