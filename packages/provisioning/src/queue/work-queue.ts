import { heard } from '../retry/heard.ts'
import type { Clock, DeviceRecord, Eui64 } from '@claimtag/core'
import { cancelledAt } from '../batch/cancelled.ts'
import type { JobResult } from '../batch/job.ts'
import { guardedJob } from '../batch/provision-one.ts'
import type { Guard, JobContext } from '../batch/provision-one.ts'
import { failureAt } from '../failure.ts'
import { platformClock } from '../retry/platform-clock.ts'
import type { Wait } from '../retry/keep-trying.ts'
import type { PlatformSignal } from '../signal.ts'
import type { DeviceStep } from '../step.ts'
import { createGathering } from './gather.ts'
import { keepLease, type KeptLease } from './keep-lease.ts'
import type { Claim, ProvisioningQueue, QueuedDevice } from './provisioning-queue.ts'
import { settlementOf, untilAnswered } from './settle.ts'
import type { Settlement } from './settle.ts'

/** What a worker does. No event has an ownerToken or a key in it. */
export type WorkEvent =
  | { readonly type: 'claimed'; readonly devEui: Eui64; readonly attempt: number }
  /** A step is done; `next` is what follows. */
  | { readonly type: 'step'; readonly devEui: Eui64; readonly next: DeviceStep }
  | ({ readonly type: 'waiting'; readonly devEui: Eui64 } & Wait)
  | { readonly type: 'settled'; readonly devEui: Eui64; readonly settlement: Settlement }
  /** The lease was over, or the queue did not answer: another worker goes on with the device. */
  | { readonly type: 'lost'; readonly devEui: Eui64 }
  /** The queue did not answer; it is asked again. */
  | { readonly type: 'queue-failed' }

export interface WorkOptions extends Omit<JobContext, 'onWait' | 'signal'> {
  readonly queue: ProvisioningQueue
  /** The record of a queued device; `undefined` when there is none, and a rejection when it may be found later. */
  readonly recordOf: (device: QueuedDevice) => Promise<DeviceRecord | undefined>
  /** The worker's name, for those who look at the queue. */
  readonly holder: string
  /** Ends the worker after the requests that are under way; what it holds is given back. */
  readonly signal?: PlatformSignal | undefined
  /** Ends the requests that are under way too. */
  readonly requestSignal?: PlatformSignal | undefined
  /** Devices under way at once. 4 when left out. */
  readonly concurrency?: number | undefined
  /** How long a device of a worker that was killed stays held. 60,000 when left out; renewed at a third. */
  readonly leaseMs?: number | undefined
  /** Attempts of a device that may succeed later, after which it is dead. 20 when left out. */
  readonly mostAttempts?: number | undefined
  /** How often an empty queue is asked. 1,000 when left out. */
  readonly pollMs?: number | undefined
  /** Ends when nothing is left, as in a queue that drains. */
  readonly untilEmpty?: boolean | undefined
  readonly onEvent?: ((event: WorkEvent) => void) | undefined
}

interface Held {
  readonly claim: Claim
  readonly lease: KeptLease
}

export interface WorkReport {
  /** Devices that this worker has settled as provisioned, as given back, and as dead. */
  readonly done: number
  readonly retried: number
  readonly dead: number
  /** Devices whose lease it lost. */
  readonly lost: number
}

/** Devices that are held before it is their turn, of those at once: to ask for each of them would cost as a request. */
const IN_ADVANCE = 0.5
/** How long what became of a device may wait for that of others, of a lease and in milliseconds. */
const GATHERED = { ofLease: 1 / 6, ms: 1000 }
/** A hiccup is waited for with the device in hand; what lasts longer, in the queue. */
const IN_HAND = { attempts: 3, ms: 30_000 }

/**
 * Provisions the devices of a queue, so many at once, until it is stopped or, in a queue that drains, nothing is left.
 * It may be killed at any time, and does not reject: a queue that does not answer is asked again.
 *
 * @example
 * ```ts no-run
 * import type { DeviceRecord } from '@claimtag/core'
 * import { type ProvisioningQueue, workQueue } from '@claimtag/provisioning/queue'
 * import type { JobContext } from '@claimtag/provisioning/batch'
 *
 * declare const context: JobContext
 * declare const queue: ProvisioningQueue
 * declare const recordOf: () => Promise<DeviceRecord>
 *
 * const { done, dead } = await workQueue({ ...context, queue, recordOf, holder: 'worker-1', untilEmpty: true })
 * console.log(done, dead)
 * ```
 */
export async function workQueue(options: WorkOptions): Promise<WorkReport> {
  const { queue, holder, signal, clock = platformClock, onEvent } = options
  const { concurrency = 4, leaseMs = 60_000, pollMs = 1000, untilEmpty = false, mostAttempts = 20 } = options
  const report = { done: 0, retried: 0, dead: 0, lost: 0 }
  const running = new Set<Promise<void>>()
  const held: Held[] = []
  // Told to the queue when it is asked for more anyway, so that it writes both at once.
  const gathering = createGathering(clock, Math.min(GATHERED.ms, leaseMs * GATHERED.ofLease))
  let askAt = 0
  const inAdvance = Math.floor(concurrency * IN_ADVANCE)

  const tell = (event: WorkEvent): void => heard(() => onEvent?.(event))

  async function run({ claim, lease }: Held): Promise<void> {
    const { devEui } = claim
    tell({ type: 'claimed', devEui, attempt: claim.attempt })
    // Beyond the last attempt are those that were never settled: the device may be what ends its worker.
    const result =
      claim.attempt > mostAttempts
        ? failedScan(devEui, 'connector-failed')
        : await attempted(claim, { ...options, clock, signal: lease.signal }, tell)
    const settlement = settlementOf(result, claim, { mostAttempts, random: options.random ?? Math.random })
    gathering.add(() => end({ claim, lease }, settlement))
  }

  async function end({ claim, lease }: Held, settlement: Settlement): Promise<void> {
    const { devEui } = claim
    lease.end()
    const isHeld =
      !lease.isLost() &&
      (await untilAnswered(() => settle(queue, claim, settlement), clock, leaseMs)) === true
    if (!isHeld) {
      report.lost += 1
      return tell({ type: 'lost', devEui })
    }
    report[settlement.to === 'retry' ? 'retried' : settlement.to] += 1
    tell({ type: 'settled', devEui, settlement })
  }

  /** Takes what is due, with some in advance when a place is free and none waits; whether the worker may end. */
  async function take(): Promise<boolean> {
    const free = concurrency - running.size
    if (running.size === 0) gathering.flush()
    // A queue that takes nothing in is not asked for more.
    const isBehind = gathering.open.size >= concurrency
    if (free > 0 && held.length === 0 && clock.now() >= askAt && !isBehind) {
      const most = free + inAdvance
      gathering.flush()
      const claims = await queue.claim({ holder, leaseMs, most })
      // A queue that has less is not asked again whenever a device is settled.
      askAt = claims.length < most ? clock.now() + pollMs : 0
      held.push(
        ...claims.map((claim) => ({ claim, lease: keepLease({ queue, claim, leaseMs, clock, signal }) })),
      )
    }
    if (held.length > 0 || running.size > 0 || gathering.open.size > 0) return false
    if (!untilEmpty && (await queue.mode()) !== 'draining') return false
    const { waiting, delayed, active } = await queue.counts()
    return waiting + delayed + active === 0
  }

  function begin(all: readonly Held[]): void {
    for (const one of all) {
      const done = run(one).finally(() => running.delete(done))
      running.add(done)
    }
  }

  while (!isStopped(signal)) {
    try {
      if (await take()) break
      begin(held.splice(0, concurrency - running.size))
    } catch {
      tell({ type: 'queue-failed' })
      await clock.sleep(pollMs, signal)
      continue
    }
    const isFull = running.size >= concurrency
    const ms = clock.now() < askAt ? askAt - clock.now() : pollMs
    await (isFull ? Promise.race(running) : pause(clock, ms, signal, [...running, ...gathering.open]))
  }
  // They are given back.
  begin(held.splice(0))
  await Promise.all(running)
  gathering.flush()
  await Promise.all(gathering.open)
  return report
}

/** Until the next look at a queue that had less than was asked for, or until a device is settled. */
async function pause(
  clock: Clock,
  ms: number,
  signal: PlatformSignal | undefined,
  running: readonly Promise<void>[],
): Promise<void> {
  const sleeping = new AbortController()
  const wake = (): void => sleeping.abort()
  signal?.addEventListener('abort', wake)
  if (signal?.aborted === true) wake()
  await Promise.race([clock.sleep(ms, sleeping.signal), ...running])
  wake()
  signal?.removeEventListener('abort', wake)
}

async function settle(queue: ProvisioningQueue, claim: Claim, settlement: Settlement): Promise<boolean> {
  if (settlement.to === 'done') return queue.finish(claim)
  if (settlement.to === 'dead') return queue.bury(claim, settlement.reason)
  return queue.retry(claim, settlement)
}

async function attempted(
  claim: Claim,
  options: WorkOptions & { readonly clock: Clock; readonly signal: PlatformSignal },
  tell: (event: WorkEvent) => void,
): Promise<JobResult> {
  const { devEui, choice, again } = claim
  const { recordOf, signal, most = IN_HAND } = options
  let record: DeviceRecord | undefined
  try {
    record = await recordOf(claim)
  } catch {
    return failedScan(devEui, 'save-failed')
  }
  if (record === undefined || record.devEui !== devEui) return failedScan(devEui, 'owner-token-missing')
  const guard: Guard = async (state, _, advance) => {
    const result = signal.aborted ? cancelledAt(state) : await advance()
    if (result.ok) tell({ type: 'step', devEui, next: result.state.step })
    return result
  }
  const onWait = (wait: Wait): void => tell({ type: 'waiting', devEui, ...wait })
  return guardedJob({ record, choice, again }, { ...options, most, onWait }, guard)
}

function failedScan(
  devEui: Eui64,
  code: 'save-failed' | 'owner-token-missing' | 'connector-failed',
): JobResult {
  return { ok: false, devEui, failure: failureAt('scan', { code }, { devEui }) }
}

/** A function, since the compiler would remember the answer from before the wait. */
function isStopped(signal: PlatformSignal | undefined): boolean {
  return signal?.aborted === true
}
