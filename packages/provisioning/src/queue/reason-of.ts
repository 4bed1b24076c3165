import type { Failure } from '../failure.ts'
import type { QueueReason } from './provisioning-queue.ts'

/** A failure as queues keep it. */
export function reasonOf(failure: Failure): QueueReason {
  const { state: _, ...reason } = failure
  return reason
}
