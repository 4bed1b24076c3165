import type { Eui64 } from '@claimtag/core'
import type { QueueReason } from '../queue/provisioning-queue.ts'

/** The id of a device's job. Not the DevEUI itself: BullMQ takes no id that could be a number. */
export function idOf(devEui: Eui64): string {
  return `device-${devEui}`
}

/** The error of an attempt that failed, with the time until the next one: BullMQ keeps its message. */
export function failureOf(reason: QueueReason, inMs: number): Error {
  return Object.assign(new Error(JSON.stringify(reason)), { inMs: Math.ceil(inMs) })
}

/** What BullMQ is told of the time until the next attempt, in milliseconds. */
export function pauseOf(error: unknown): number {
  const inMs = memberOf(error, 'inMs')
  return typeof inMs === 'number' ? inMs : 0
}

/** The reason that a job's message is. */
export function reasonOf(message: string | null | undefined): QueueReason | undefined {
  try {
    return message === undefined || message === null ? undefined : (JSON.parse(message) as QueueReason)
  } catch {
    // BullMQ's own word, of a job that it gave up.
    return undefined
  }
}

/** Whether a change was made; `false` when the job is gone, in another state, or locked by another worker. */
export async function isHeld(change: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await change()) !== 0
  } catch (error) {
    const code = memberOf(error, 'code')
    // Below 0 are the answers of BullMQ's scripts; anything else is the connection's.
    if (typeof code === 'number' && code < 0) return false
    throw error
  }
}

function memberOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null
    ? (error as Readonly<Record<string, unknown>>)[name]
    : undefined
}
