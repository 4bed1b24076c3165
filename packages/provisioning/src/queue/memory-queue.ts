import type { Eui64 } from '@claimtag/core'
import type {
  Claim,
  DeviceState,
  ListedDevice,
  ProvisioningQueue,
  QueueCounts,
  QueuedDevice,
  QueueMode,
  QueueReason,
} from './provisioning-queue.ts'

interface Kept {
  readonly device: QueuedDevice
  readonly order: number
  readonly end?: 'done' | 'dead'
  /** When it is due, or when its lease is over. */
  readonly nextAt: number
  readonly isHeld: boolean
  /** Of all its claims, the last. */
  readonly lease: number
  readonly attempts: number
  readonly reason?: QueueReason
}

/**
 * A queue that ends with its process: for tests, and to try a worker.
 *
 * @param now milliseconds since 1970; the platform's clock when left out
 *
 * @example
 * ```ts
 * import { memoryQueue } from '@claimtag/provisioning/queue'
 *
 * const queue = memoryQueue()
 * console.log((await queue.counts()).waiting) // 0
 * ```
 */
export function memoryQueue(now: () => number = Date.now): ProvisioningQueue {
  const kept = new Map<Eui64, Kept>()
  let mode: QueueMode = 'running'

  function stateOf({ end, isHeld, nextAt }: Kept): DeviceState {
    if (end !== undefined) return end
    if (nextAt <= now()) return 'waiting'
    return isHeld ? 'active' : 'delayed'
  }

  /** Changes a device that is held by this claim. */
  function settle({ devEui, lease }: Pick<Claim, 'devEui' | 'lease'>, change: (one: Kept) => Kept): boolean {
    const one = kept.get(devEui)
    if (one === undefined || stateOf(one) !== 'active' || String(one.lease) !== lease) return false
    kept.set(devEui, change(one))
    return true
  }

  return {
    async add(devices) {
      if (mode === 'draining') return { refused: 'draining' }
      let added = 0
      for (const device of devices) {
        const known = kept.get(device.devEui)
        if (known !== undefined && !(known.end === 'done' && device.again === true)) continue
        const [order, lease] = [known?.order ?? kept.size, known?.lease ?? 0]
        kept.set(device.devEui, { device, order, nextAt: now(), isHeld: false, lease, attempts: 0 })
        added += 1
      }
      return { added, known: devices.length - added }
    },
    async claim({ leaseMs, most }) {
      if (mode === 'paused') return []
      return firstOf(kept.values(), most, (one) => stateOf(one) === 'waiting').map((one) => {
        const [lease, attempts] = [one.lease + 1, one.attempts + 1]
        kept.set(one.device.devEui, { ...one, lease, attempts, isHeld: true, nextAt: now() + leaseMs })
        return { ...one.device, lease: String(lease), attempt: attempts }
      })
    },
    renew: async (claim, leaseMs) => settle(claim, (one) => ({ ...one, nextAt: now() + leaseMs })),
    finish: async (claim) =>
      settle(claim, ({ reason: _reason, ...one }) => ({ ...one, isHeld: false, end: 'done' })),
    retry: async (claim, { inMs, reason }) =>
      settle(claim, (one) => ({
        ...one,
        isHeld: false,
        nextAt: now() + inMs,
        // An attempt without a reason does not count.
        ...(reason === undefined ? { attempts: one.attempts - 1 } : { reason }),
      })),
    bury: async (claim, reason) => settle(claim, (one) => ({ ...one, isHeld: false, end: 'dead', reason })),
    mode: async () => mode,
    async setMode(next) {
      mode = next
    },
    async counts() {
      const counts: Record<keyof QueueCounts, number> = {
        waiting: 0,
        delayed: 0,
        active: 0,
        done: 0,
        dead: 0,
      }
      for (const one of kept.values()) counts[stateOf(one)] += 1
      return counts
    },
    async list({ state, from = 0, limit }) {
      return [...kept.values()]
        .filter((one) => stateOf(one) === state)
        .slice(from, from + limit)
        .map((one): ListedDevice => ({
          devEui: one.device.devEui,
          state,
          priority: one.device.priority,
          attempts: one.attempts,
          ...(one.reason === undefined ? {} : { reason: one.reason }),
        }))
    },
    async requeue(devEuis) {
      let count = 0
      for (const [devEui, { end, ...one }] of kept) {
        if (end !== 'dead' || devEuis?.includes(devEui) === false) continue
        kept.set(devEui, { ...one, nextAt: now(), attempts: 0 })
        count += 1
      }
      return count
    },
  }
}

/** Those that come first by their turn, without sorting all: a queue may be long. */
function firstOf(all: Iterable<Kept>, most: number, isDue: (one: Kept) => boolean): readonly Kept[] {
  const first: Kept[] = []
  for (const one of all) {
    const last = first[most - 1]
    if (!isDue(one) || (last !== undefined && byTurn(one, last) > 0)) continue
    const place = first.findIndex((other) => byTurn(one, other) < 0)
    first.splice(place < 0 ? first.length : place, 0, one)
    if (first.length > most) first.pop()
  }
  return first
}

function byTurn(one: Kept, other: Kept): number {
  return one.device.priority - other.device.priority || one.nextAt - other.nextAt || one.order - other.order
}
