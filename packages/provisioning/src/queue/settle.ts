import type { Clock } from '@claimtag/core'
import type { JobResult } from '../batch/job.ts'
import type { FailureCode } from '../reason.ts'
import { waitBefore } from '../retry/wait-before.ts'
import type { Claim, QueueReason } from './provisioning-queue.ts'
import { reasonOf } from './reason-of.ts'

/** What becomes of a device after an attempt. */
export type Settlement =
  | { readonly to: 'done'; readonly wasDone: boolean }
  | { readonly to: 'retry'; readonly inMs: number; readonly reason?: QueueReason }
  | { readonly to: 'dead'; readonly reason: QueueReason }

/** Failures that say nothing about the device: a worker that ends, a store or a server that has no time now. */
const NOT_ITS_OWN: readonly FailureCode[] = ['save-failed', 'rate-limited']
/** Another process is at the device: it may be through with it then. */
const OVERTAKEN_MS = 5000

export function settlementOf(
  result: JobResult,
  { attempt }: Pick<Claim, 'attempt'>,
  { mostAttempts, random }: { readonly mostAttempts: number; readonly random: () => number },
): Settlement {
  if (result.ok) return { to: 'done', wasDone: result.wasDone }
  const { failure } = result
  if (failure.code === 'cancelled') return { to: 'retry', inMs: 0 }
  const reason = reasonOf(failure)
  if (failure.code === 'state-moved-on') return { to: 'retry', inMs: OVERTAKEN_MS, reason }
  if (!failure.retryable) return { to: 'dead', reason }
  const asked = 'retryAfterSeconds' in failure ? failure.retryAfterSeconds : undefined
  const inMs = waitBefore(attempt, asked, random)
  // Given back without a reason, the attempt does not count.
  if (NOT_ITS_OWN.includes(failure.code)) return { to: 'retry', inMs }
  return attempt >= mostAttempts ? { to: 'dead', reason } : { to: 'retry', inMs, reason }
}

const FIRST_MS = 250
const LONGEST_MS = 5000

/** Repeats what a queue was asked, until it answers or the time is over; `undefined` then. */
export async function untilAnswered<T>(
  ask: () => Promise<T>,
  clock: Clock,
  mostMs: number,
): Promise<T | undefined> {
  const end = clock.now() + mostMs
  for (let pause = FIRST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
    try {
      return await ask()
    } catch {
      if (clock.now() + pause > end) return undefined
      await clock.sleep(pause)
    }
  }
}
