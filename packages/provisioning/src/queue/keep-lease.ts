import type { Clock } from '@claimtag/core'
import type { PlatformSignal } from '../signal.ts'
import type { Claim, ProvisioningQueue } from './provisioning-queue.ts'

export interface KeptLease {
  /** Aborted when the lease is lost, or the worker is stopped: no further step may be made. */
  readonly signal: PlatformSignal
  readonly isLost: () => boolean
  /** The device is settled now, and the lease not renewed any more. */
  readonly end: () => void
}

interface LeaseOptions {
  readonly queue: Pick<ProvisioningQueue, 'renew'>
  readonly claim: Claim
  readonly leaseMs: number
  readonly clock: Clock
  readonly signal: PlatformSignal | undefined
}

/** Renews a lease at a third of its time. A queue that does not answer is asked again until the lease is over. */
export function keepLease({ queue, claim, leaseMs, clock, signal }: LeaseOptions): KeptLease {
  const stop = new AbortController()
  const over = new AbortController()
  let isLost = false
  const halt = (): void => stop.abort()
  signal?.addEventListener('abort', halt)
  if (signal?.aborted === true) halt()

  async function renew(): Promise<void> {
    let until = clock.now() + leaseMs
    while (!over.signal.aborted) {
      await clock.sleep(leaseMs / 3, over.signal)
      if (over.signal.aborted) return
      const asked = clock.now()
      let isOurs: boolean
      try {
        isOurs = await queue.renew(claim, leaseMs)
        if (isOurs) until = asked + leaseMs
      } catch {
        isOurs = clock.now() < until
      }
      if (!isOurs) {
        isLost = !over.signal.aborted
        return halt()
      }
    }
  }
  void renew()

  return {
    signal: stop.signal,
    isLost: () => isLost,
    end() {
      over.abort()
      signal?.removeEventListener('abort', halt)
    },
  }
}
