import type { Eui64 } from '@claimtag/core'
import type { Failure } from '../failure.ts'
import type { ProvisioningChoice } from '../steps/begin.ts'

/** One device to provision, as a queue keeps it: plain data without the ownerToken. */
export interface QueuedDevice {
  readonly devEui: Eui64
  /**
   * Where its record is found, for the worker's `recordOf`: a sealed record of `sealedRecords`, or the name of a store.
   * Never the record itself, since queues keep, list and copy what they are given.
   */
  readonly record: string
  readonly choice: ProvisioningChoice
  /** From 1 to 1,000: lower numbers come first. */
  readonly priority: number
  /** Whether a device that was released is provisioned again. */
  readonly again?: boolean | undefined
}

/** Why an attempt did not provision the device: a failure without the state, which the store of states has. */
export type QueueReason = Failure extends infer F ? Omit<F, 'state'> : never

/** A device that a worker holds until its lease ends. */
export interface Claim extends QueuedDevice {
  /** Names this attempt: who holds an earlier one can neither renew nor settle the device. */
  readonly lease: string
  /** How often it was claimed, this time included. */
  readonly attempt: number
}

export interface ClaimRequest {
  /** The worker's name, for those who look at the queue. */
  readonly holder: string
  readonly leaseMs: number
  /** How many devices at most. */
  readonly most: number
}

/** `draining`: nothing is added any more, and workers end when nothing is left. */
export type QueueMode = 'running' | 'paused' | 'draining'

/** `waiting`: due, or its lease is over. `delayed`: its next attempt is not due. */
export type DeviceState = 'waiting' | 'delayed' | 'active' | 'done' | 'dead'

export type QueueCounts = Readonly<Record<DeviceState, number>>

export interface ListedDevice {
  readonly devEui: Eui64
  readonly state: DeviceState
  readonly priority: number
  /** How often it was claimed. */
  readonly attempts: number
  /** Why the last attempt failed; absent when none has. */
  readonly reason?: QueueReason
}

/**
 * Devices to be provisioned, shared by any number of workers, which may end at any time. All times are those of the
 * queue's own clock. Each device is worked on at least once: a worker that was cut off, or lost its lease, may have
 * done all or nothing, and the next one goes on from the store of states.
 */
export interface ProvisioningQueue {
  /**
   * Adds devices that the queue does not know. Those that it knows, done or dead ones too, stay as they are; but one
   * that is done and comes with `again` begins anew, as it comes.
   */
  add(
    devices: readonly QueuedDevice[],
  ): Promise<{ readonly added: number; readonly known: number } | { readonly refused: 'draining' }>
  /** Takes devices that are due, by priority. None is given while the queue is paused. */
  claim(request: ClaimRequest): Promise<readonly Claim[]>
  /** Holds a device for that time from now on; `false` when it is held no more. */
  renew(claim: Pick<Claim, 'devEui' | 'lease'>, leaseMs: number): Promise<boolean>
  /** The device is provisioned; `false` when it is held no more, and nothing was changed. */
  finish(claim: Pick<Claim, 'devEui' | 'lease'>): Promise<boolean>
  /**
   * Gives the device back, to be due in that time.
   *
   * @param reason absent when the worker ends: then the attempt does not count
   */
  retry(
    claim: Pick<Claim, 'devEui' | 'lease'>,
    next: { readonly inMs: number; readonly reason?: QueueReason | undefined },
  ): Promise<boolean>
  /** Gives the device up, until somebody calls `requeue`. */
  bury(claim: Pick<Claim, 'devEui' | 'lease'>, reason: QueueReason): Promise<boolean>
  mode(): Promise<QueueMode>
  setMode(mode: QueueMode): Promise<void>
  counts(): Promise<QueueCounts>
  /** A page of devices, in an order that does not change; `from` is how many to leave out. */
  list(query: {
    readonly state: DeviceState
    readonly from?: number | undefined
    readonly limit: number
  }): Promise<readonly ListedDevice[]>
  /** Makes dead devices wait again, all or these, and gives their number. */
  requeue(devEuis?: readonly Eui64[]): Promise<number>
}

export const LEAST_PRIORITY = 1000
export const DEFAULT_PRIORITY = 100
