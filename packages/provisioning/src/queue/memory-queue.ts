import type { Eui64 } from '@claimtag/core'
import { createHeap } from './heap.ts'
import type {
  Claim,
  DeviceState,
  ListedDevice,
  ProvisioningQueue,
  QueuedDevice,
  QueueMode,
  QueueReason,
} from './provisioning-queue.ts'

interface Kept {
  readonly device: QueuedDevice
  readonly order: number
  readonly state: DeviceState
  /** When it is due, or when its lease is over; of one that is due, since when. */
  readonly nextAt: number
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
  const counts: Record<DeviceState, number> = { waiting: 0, delayed: 0, active: 0, done: 0, dead: 0 }
  // A queue may be long: nothing looks through all of it to find what is due. What has changed since it came into one
  // of them is passed over there.
  const due = createHeap<Kept>(isBefore)
  const later = createHeap<Kept>((one, other) => one.nextAt < other.nextAt)
  let mode: QueueMode = 'running'

  const isCurrent = (one: Kept): boolean => kept.get(one.device.devEui) === one

  function put(one: Kept): void {
    const before = kept.get(one.device.devEui)
    if (before !== undefined) counts[before.state] -= 1
    counts[one.state] += 1
    kept.set(one.device.devEui, one)
    if (one.state === 'waiting') due.add(one)
    if (one.state === 'delayed' || one.state === 'active') later.add(one)
  }

  /** Makes those wait whose time has come. */
  function pass(): void {
    const time = now()
    for (let one = later.first(); one !== undefined && one.nextAt <= time; one = later.first()) {
      later.next()
      if (isCurrent(one)) put({ ...one, state: 'waiting' })
    }
  }

  /** Changes a device that is held by this claim. */
  function settle({ devEui, lease }: Pick<Claim, 'devEui' | 'lease'>, change: (one: Kept) => Kept): boolean {
    pass()
    const one = kept.get(devEui)
    if (one?.state !== 'active' || String(one.lease) !== lease) return false
    put(change(one))
    return true
  }

  /** Takes the first of those that are due. */
  function taken(leaseMs: number): Claim | undefined {
    let one = due.next()
    while (one !== undefined && !isCurrent(one)) one = due.next()
    if (one === undefined) return undefined
    const [lease, attempts] = [one.lease + 1, one.attempts + 1]
    put({ ...one, lease, attempts, state: 'active', nextAt: now() + leaseMs })
    return { ...one.device, lease: String(lease), attempt: attempts }
  }

  return {
    async add(devices) {
      if (mode === 'draining') return { refused: 'draining' }
      let added = 0
      for (const device of devices) {
        const known = kept.get(device.devEui)
        if (known !== undefined && !(known.state === 'done' && device.again === true)) continue
        const [order, lease] = [known?.order ?? kept.size, known?.lease ?? 0]
        put({ device, order, state: 'waiting', nextAt: now(), lease, attempts: 0 })
        added += 1
      }
      return { added, known: devices.length - added }
    },
    async claim({ leaseMs, most }) {
      if (mode === 'paused') return []
      pass()
      const claims: Claim[] = []
      while (claims.length < most) {
        const claim = taken(leaseMs)
        if (claim === undefined) break
        claims.push(claim)
      }
      return claims
    },
    renew: async (claim, leaseMs) => settle(claim, (one) => ({ ...one, nextAt: now() + leaseMs })),
    finish: async (claim) => settle(claim, ({ reason: _reason, ...one }) => ({ ...one, state: 'done' })),
    retry: async (claim, { inMs, reason }) =>
      settle(claim, (one) => ({
        ...one,
        state: 'delayed',
        nextAt: now() + inMs,
        // An attempt without a reason does not count.
        ...(reason === undefined ? { attempts: one.attempts - 1 } : { reason }),
      })),
    bury: async (claim, reason) => settle(claim, (one) => ({ ...one, state: 'dead', reason })),
    mode: async () => mode,
    async setMode(next) {
      mode = next
    },
    async counts() {
      pass()
      return { ...counts }
    },
    async list({ state, from = 0, limit }) {
      pass()
      return [...kept.values()]
        .filter((one) => one.state === state)
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
      for (const devEui of devEuis ?? kept.keys()) {
        const one = kept.get(devEui)
        if (one?.state !== 'dead') continue
        put({ ...one, state: 'waiting', nextAt: now(), attempts: 0 })
        count += 1
      }
      return count
    },
  }
}

function isBefore(one: Kept, other: Kept): boolean {
  const turn =
    one.device.priority - other.device.priority || one.nextAt - other.nextAt || one.order - other.order
  return turn < 0
}
