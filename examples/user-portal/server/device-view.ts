import { createHash } from 'node:crypto'
import type { DeviceStep, ProvisioningState } from '@claimtag/provisioning'

/** Why a device stands still: a code of provisioning, and the data that belongs to it. */
export interface DeviceFailure {
  readonly step: string
  readonly code: string
  readonly retryable: boolean
  readonly status?: number
  readonly retryAfterSeconds?: number
}

/** A device as browsers see it. It has no token, and nothing that a server has said. */
export interface DeviceView {
  readonly id: string
  /** Answers and events overtake each other: of two views, the one with the higher number is the newer one. */
  readonly order: number
  readonly devEui: string
  readonly joinEui: string
  readonly name: string
  readonly routingProfileId: string
  readonly deviceProfileId: string
  readonly step: DeviceStep
  /** `waiting`: it is tried again by itself at `retryAt`. */
  readonly status: 'running' | 'waiting' | 'stopped' | 'live'
  readonly failure?: DeviceFailure
  readonly retryAt?: string
  readonly begunAt?: string
  readonly updatedAt?: string
  /** How long each step took, in milliseconds, while this server has run. */
  readonly took: Readonly<Partial<Record<DeviceStep, number>>>
}

/** What the server knows of a device beside its state. */
export interface Work {
  readonly isRunning: boolean
  readonly retryAt: number | undefined
  readonly failure: DeviceFailure | undefined
  readonly took: DeviceView['took']
}

/** @param order taken before the state was read */
export function viewOf(
  tenant: string,
  state: ProvisioningState,
  work: Work | undefined,
  order: number,
): DeviceView {
  const { devEui, joinEui, name, routingProfileId, deviceProfileId, step, begunAt, updatedAt } = state
  const failure = work?.failure ?? lastFailure(state)
  const retryAt = work?.retryAt
  const status =
    step === 'done'
      ? 'live'
      : work?.isRunning === true
        ? 'running'
        : retryAt === undefined
          ? 'stopped'
          : 'waiting'
  return {
    id: deviceId(tenant, devEui),
    order,
    devEui,
    joinEui,
    name,
    routingProfileId,
    deviceProfileId,
    step,
    status,
    ...(status === 'stopped' || status === 'waiting' ? { failure } : {}),
    ...(status === 'waiting' && retryAt !== undefined ? { retryAt: new Date(retryAt).toISOString() } : {}),
    ...(begunAt === undefined ? {} : { begunAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    // A copy: events are kept, and the work goes on.
    took: { ...work?.took },
  }
}

/** A device without work was left by an earlier run; before the claim, its token is needed again. */
function lastFailure({ step, failure }: ProvisioningState): DeviceFailure {
  if (step === 'claim') return { step, code: failure?.code ?? 'owner-token-missing', retryable: false }
  return { step, code: failure?.code ?? 'unreachable', retryable: true }
}

/** The device's id in addresses: the same on every server and after every restart, another one for each tenant. */
export function deviceId(tenant: string, devEui: string): string {
  const hex = createHash('sha256').update(`${tenant} ${devEui}`).digest('hex')
  // A UUID of version 8, whose bits are the maker's own (RFC 9562, 5.8).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
