import type { Failure } from '../failure.ts'
import type { ProvisioningState } from '../state.ts'

type DeviceStep = ProvisioningState['step']

/** Why a device stands still: a code of provisioning, and the data that belongs to it. */
export interface DeviceFailure {
  readonly step: string
  readonly code: string
  readonly retryable: boolean
  readonly status?: number | undefined
  readonly retryAfterSeconds?: number | undefined
}

/** A device as people see it. It has no token, and nothing that a server has said. */
export interface DeviceView {
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
  readonly failure?: DeviceFailure | undefined
  readonly retryAt?: string | undefined
  readonly begunAt?: string | undefined
  readonly updatedAt?: string | undefined
  /** How long each step took, in milliseconds, while this process has run. */
  readonly took: Readonly<Partial<Record<DeviceStep, number>>>
}

/** What is known of a device beside its state. */
export interface Work {
  /** Settled when the device stands still; it is under way, or waits, before that. */
  running?: Promise<unknown> | undefined
  /** While it waits: until when. */
  retryAt?: number | undefined
  failure?: DeviceFailure | undefined
  took: Partial<Record<DeviceStep, number>>
}

/** @param order taken before the state was read */
export function viewOf(
  state: ProvisioningState,
  { running, retryAt, failure = lastFailure(state), took }: Work = { took: {} },
  order: number,
): DeviceView {
  const { devEui, joinEui, name, routingProfileId, deviceProfileId, step, begunAt, updatedAt } = state
  const status =
    step === 'done' ? 'live' : retryAt !== undefined ? 'waiting' : running ? 'running' : 'stopped'
  const stands = status === 'stopped' || status === 'waiting'
  return {
    order,
    devEui,
    joinEui,
    name,
    routingProfileId,
    deviceProfileId,
    step,
    status,
    failure: stands ? failure : undefined,
    retryAt: status === 'waiting' ? new Date(retryAt as number).toISOString() : undefined,
    begunAt,
    updatedAt,
    // A copy: events are kept, and the work goes on.
    took: { ...took },
  }
}

/** Nothing that a server has said comes with it. */
export function failureOf(failure: Failure): DeviceFailure {
  const { step, code, retryable, status, retryAfterSeconds } = failure as DeviceFailure
  return { step, code, retryable, status, retryAfterSeconds }
}

/** A device without work was left by an earlier run; before the claim, its token is needed again. */
function lastFailure({ step, failure }: ProvisioningState): DeviceFailure {
  const isClaim = step === 'claim'
  return {
    step,
    code: failure?.code ?? (isClaim ? 'owner-token-missing' : 'unreachable'),
    retryable: !isClaim,
  }
}
