import { Job, Queue, UnrecoverableError, Worker } from 'bullmq'
import type { ConnectionOptions, JobsOptions, JobType, QueueOptions } from 'bullmq'
import type {
  Claim,
  ClaimRequest,
  DeviceState,
  ListedDevice,
  ProvisioningQueue,
  QueuedDevice,
} from '../queue/provisioning-queue.ts'
import { failureOf, idOf, isHeld, pauseOf, reasonOf } from './job.ts'
import type { RedisClient } from './open-redis.ts'

export interface BullmqQueueOptions {
  /** Of the queue in Redis: without a colon. A tenant of the portal has one of its own. */
  readonly name: string
  /** So many devices in so many milliseconds, for all workers together; BullMQ keeps to it. */
  readonly limiter?: { readonly max: number; readonly duration: number } | undefined
  /** How often leases that have run out are looked for, in milliseconds: a third of a lease. 20,000 when left out. */
  readonly stalledMs?: number | undefined
}

export interface BullmqQueue extends ProvisioningQueue {
  /** Ends its connections, but not the one that it was given. */
  close(): Promise<void>
}

type Held = Pick<Claim, 'devEui' | 'lease'>
type DeviceJob = Job<QueuedDevice, null, 'device'>
type DeviceWorker = Worker<QueuedDevice, null, 'device'>

/** What BullMQ calls the states; a stalled job waits without its priority, and so first. */
const TYPES: Readonly<Record<DeviceState, readonly JobType[]>> = {
  waiting: ['wait', 'prioritized'],
  delayed: ['delayed'],
  active: ['active'],
  done: ['completed'],
  dead: ['failed'],
}
const DRAINING = 'claimtag-draining'
const SETTINGS = {
  backoffStrategy: (_: number, __?: string, error?: Error) => pauseOf(error),
}
const NEVER = 2 ** 31 - 1
const NO_LOCK = '0'

/**
 * A queue in Redis over BullMQ: a device is a job whose id is its DevEUI, a lease is the lock of the job, a dead device
 * is a failed job with the reason as JSON. What BullMQ's own boards show is right; its own workers must not run on it.
 *
 * @param connection of `ioredis`, with `maxRetriesPerRequest: null`, as `openRedis` makes it
 * @example
 * ```ts no-run
 * import { bullmqQueue, openRedis, redisRates } from '@claimtag/provisioning/bullmq'
 *
 * const redis = openRedis('redis://127.0.0.1:6379')
 * const queue = bullmqQueue(redis, { name: 'tenant-1', limiter: { max: 25, duration: 1000 } })
 * const rates = redisRates(redis, { name: 'tenant-1' })
 * console.log(await queue.counts(), await rates.servers())
 * ```
 */
export function bullmqQueue(connection: RedisClient, options: BullmqQueueOptions): BullmqQueue {
  const { name, limiter, stalledMs = 20_000 } = options
  const lockMs = stalledMs * 3
  const shared = { connection: connection as ConnectionOptions, settings: SETTINGS }
  // Its type knows no strategy, but a job that came from the queue, and not from a worker, asks it for one.
  const queueOptions: QueueOptions = shared as Pick<typeof shared, 'connection'>
  const queue = new Queue<QueuedDevice, null, 'device'>(name, queueOptions)
  queue.on('error', () => undefined)
  const claims = new Map<string, DeviceJob>()
  let worker: DeviceWorker | undefined
  let tokens = 0
  const own = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`

  /** Takes jobs one by one: they are run elsewhere, and settled by hand. */
  function workerOf(): DeviceWorker {
    if (worker !== undefined) return worker
    const made = new Worker<QueuedDevice, null, 'device'>(name, null, {
      ...shared,
      autorun: false,
      lockDuration: lockMs,
      stalledInterval: stalledMs,
      // How often a device may be lost with its worker is counted by the attempts.
      maxStalledCount: NEVER,
      ...(limiter === undefined ? {} : { limiter }),
    })
    made.on('error', () => undefined)
    void made.startStalledCheckTimer()
    worker = made
    return made
  }

  async function jobOf({ devEui, lease }: Held): Promise<DeviceJob | undefined> {
    // BullMQ takes a token of 0 for one that needs no lock.
    if (lease === NO_LOCK) return undefined
    return claims.get(lease) ?? (await Job.fromId<QueuedDevice, null, 'device'>(queue, idOf(devEui)))
  }

  async function claimOne({
    holder,
    leaseMs,
  }: Pick<ClaimRequest, 'holder' | 'leaseMs'>): Promise<Claim | undefined> {
    const token = `${holder} ${own} ${(tokens += 1)}`
    const job = await workerOf().getNextJob(token, { block: false })
    if (job === undefined) return undefined
    // A server whose memory is full by now gave it a lock of three looks for stalled ones, which is renewed.
    if (leaseMs !== lockMs) await job.extendLock(token, Math.ceil(leaseMs)).catch(() => undefined)
    claims.set(token, job)
    return { ...job.data, lease: token, attempt: attemptsOf(job) + 1 }
  }

  /** Whether a device stays as it is. One that is done and comes again is taken out first. */
  async function isKnown({ devEui, again }: QueuedDevice): Promise<boolean> {
    if ((await connection.exists(queue.toKey(idOf(devEui)))) === 0) return false
    if (again !== true) return true
    const job = await Job.fromId<QueuedDevice, null, 'device'>(queue, idOf(devEui))
    return job === undefined || !(await job.isCompleted()) || (await queue.remove(job.id ?? '')) === 0
  }

  async function settle(
    held: Held,
    change: (job: DeviceJob, lease: string) => Promise<unknown>,
  ): Promise<boolean> {
    const job = await jobOf(held)
    claims.delete(held.lease)
    return job !== undefined && isHeld(() => change(job, held.lease))
  }

  function listed(job: DeviceJob, state: DeviceState): ListedDevice {
    const { data, failedReason } = job
    const { devEui, priority } = data
    const reason = state === 'done' ? undefined : reasonOf(failedReason)
    // Of one that waits, the next attempt has not begun.
    const attempts = attemptsOf(job) + (state === 'active' ? 1 : 0)
    return { devEui, state, priority, attempts, ...(reason === undefined ? {} : { reason }) }
  }

  return {
    async add(devices) {
      if ((await this.mode()) === 'draining') return { refused: 'draining' }
      const known = await Promise.all(devices.map(isKnown))
      // Of those that another process adds meanwhile, one stands: their id is the same.
      const fresh = devices.filter((_, at) => known[at] === false)
      const jobs = fresh.map((data) => ({ name: 'device' as const, data, opts: optionsOf(data) }))
      await queue.addBulk(jobs)
      return { added: fresh.length, known: devices.length - fresh.length }
    },
    async claim({ most, ...by }) {
      // An empty queue is asked once; else all are taken together, since each waits for the disk of the server.
      const first = await claimOne(by)
      if (first === undefined) return []
      const others = await Promise.allSettled(Array.from({ length: most - 1 }, () => claimOne(by)))
      // What was taken before it failed is worked on, and not left until the leases are over.
      const taken = others.map((one) => (one.status === 'fulfilled' ? one.value : undefined))
      return [first, ...taken.filter((one) => one !== undefined)]
    },
    async renew(held, leaseMs) {
      const job = await jobOf(held)
      const renewed =
        job !== undefined && (await isHeld(async () => job.extendLock(held.lease, Math.ceil(leaseMs))))
      if (!renewed) claims.delete(held.lease)
      return renewed
    },
    finish: (held) => settle(held, (job, lease) => job.moveToCompleted(null, lease, false)),
    retry: (held, { inMs, reason }) =>
      settle(held, (job, lease) =>
        reason === undefined
          ? job.moveToDelayed(Date.now() + inMs, lease)
          : job.moveToFailed(failureOf(reason, inMs), lease),
      ),
    bury: (held, reason) =>
      settle(held, (job, lease) => job.moveToFailed(new UnrecoverableError(JSON.stringify(reason)), lease)),
    async mode() {
      if (await queue.isPaused()) return 'paused'
      return (await connection.hget(queue.keys['meta'] ?? '', DRAINING)) === null ? 'running' : 'draining'
    },
    async setMode(mode) {
      const meta = queue.keys['meta'] ?? ''
      await (mode === 'draining' ? connection.hset(meta, DRAINING, '1') : connection.hdel(meta, DRAINING))
      await (mode === 'paused' ? queue.pause() : queue.resume())
    },
    async counts() {
      const counts = await queue.getJobCounts(...Object.values(TYPES).flat())
      const sum = (state: DeviceState): number =>
        TYPES[state].reduce((all, type) => all + (counts[type] ?? 0), 0)
      const [waiting, delayed, active] = [sum('waiting'), sum('delayed'), sum('active')]
      return { waiting, delayed, active, done: sum('done'), dead: sum('dead') }
    },
    async list({ state, from = 0, limit }) {
      const page: ListedDevice[] = []
      let before = from
      for (const type of TYPES[state]) {
        const { [type]: count = 0 } = await queue.getJobCounts(type)
        const left = limit - page.length
        if (left > 0 && before < count) {
          const jobs = await queue.getJobs(type, before, before + left - 1, true)
          page.push(...jobs.map((job) => listed(job, state)))
        }
        before = Math.max(before - count, 0)
      }
      return page
    },
    async requeue(devEuis) {
      const dead = devEuis?.map(idOf) ?? (await queue.getRanges(['failed'], 0, -1))
      let count = 0
      for (const id of dead) {
        const job = await Job.fromId<QueuedDevice, null, 'device'>(queue, id)
        if (job === undefined || !(await job.isFailed())) continue
        // Its losses with a worker do not count any more.
        await connection.hdel(queue.toKey(id), 'stc')
        const isOurs = await isHeld(() =>
          job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true }),
        )
        if (isOurs) count += 1
      }
      return count
    },
    async close() {
      await worker?.close()
      await queue.close()
    },
  }
}

function optionsOf({ devEui, priority }: QueuedDevice): JobsOptions {
  const backoff = { type: 'custom' }
  return { jobId: idOf(devEui), priority, attempts: NEVER, backoff, stackTraceLimit: 0 }
}

/** Attempts that have failed, or were lost with their worker. */
function attemptsOf({ attemptsMade, stalledCounter }: Job): number {
  return attemptsMade + stalledCounter
}
