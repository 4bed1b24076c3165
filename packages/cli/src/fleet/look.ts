import type { BlockedServer, QueueCounts, QueueMode } from '@claimtag/provisioning/queue'
import type { OpenQueue } from './open-queue.ts'

/** What a queue is doing. */
export interface Look {
  readonly mode: QueueMode
  readonly counts: QueueCounts
  /** The servers that were asked, and for how long they are left alone. */
  readonly servers: readonly BlockedServer[]
  /** Devices done a second, since an earlier look. */
  readonly perSecond?: number
}

/**
 * Looks at a queue again and again.
 *
 * @param windowMs how far back devices are counted that were done
 */
export function createLooks(
  { queue, rates }: Pick<OpenQueue, 'queue' | 'rates'>,
  windowMs: number,
  now: () => number = () => performance.now(),
): () => Promise<Look> {
  const done: { readonly at: number; readonly devices: number }[] = []
  return async () => {
    const at = now()
    const [mode, counts, servers] = await Promise.all([queue.mode(), queue.counts(), rates.servers()])
    // The one before the window stays, or there would be nothing to compare with.
    while (done[1] !== undefined && done[1].at <= at - windowMs) done.shift()
    const [first] = done
    done.push({ at, devices: counts.done })
    if (first === undefined || first.at === at) return { mode, counts, servers }
    // Devices that are done and are added again are not done any more.
    const devices = Math.max(0, counts.done - first.devices)
    const perSecond = Math.round((devices / (at - first.at)) * 100_000) / 100
    return { mode, counts, servers, perSecond }
  }
}
