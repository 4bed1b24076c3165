import { heard } from '../retry/heard.ts'
import type { Eui64 } from '@claimtag/core'
import type { Failure } from '../failure.ts'
import { platformClock } from '../retry/platform-clock.ts'
import type { Wait } from '../retry/keep-trying.ts'
import type { DeviceStep } from '../step.ts'
import type { PlatformSignal } from '../signal.ts'
import { cancelledAt } from './cancelled.ts'
import { createCircuit } from './circuit.ts'
import type { Circuit, CircuitChange, CircuitOptions } from './circuit.ts'
import type { JobResult, ProvisioningJob } from './job.ts'
import { guardedJob } from './provision-one.ts'
import type { Guard, JobContext } from './provision-one.ts'
import { failedServer, serversOf } from './server-of.ts'
import type { ServerName } from './server-of.ts'

/** What happens in a batch. No event has an ownerToken or a key in it. */
export type BatchEvent =
  | { readonly type: 'started'; readonly devEui: Eui64 }
  /** A step is done; `next` is what follows. */
  | { readonly type: 'step'; readonly devEui: Eui64; readonly next: DeviceStep }
  | ({ readonly type: 'waiting'; readonly devEui: Eui64 } & Wait)
  | { readonly type: 'settled'; readonly result: JobResult }
  | ({ readonly type: 'server'; readonly server: ServerName } & CircuitChange)

export interface BatchOptions extends Omit<JobContext, 'onWait' | 'signal'> {
  /** Ends the batch after the requests that are under way: of one that is cut off, the outcome is not known. */
  readonly signal?: PlatformSignal | undefined
  /** Ends the requests that are under way too. */
  readonly requestSignal?: PlatformSignal | undefined
  /** Devices under way at once. 4 when left out. */
  readonly concurrency?: number | undefined
  readonly circuit?: CircuitOptions | undefined
  readonly onEvent?: ((event: BatchEvent) => void) | undefined
}

export interface BatchReport {
  /** Devices that are provisioned, `wereDone` of them before this batch. */
  readonly done: number
  readonly wereDone: number
  /** What the others stopped at. */
  readonly failed: readonly Extract<JobResult, { readonly ok: false }>[]
  /** Devices that were not begun, because the batch was stopped. */
  readonly left: readonly Eui64[]
  /** The server that failed for everyone until the batch gave up. */
  readonly gaveUpOn?: { readonly server: ServerName; readonly failure: Failure }
}

export interface Batch {
  /** No device is begun and no step is made until `resume`; requests under way end. */
  pause(): void
  resume(): void
  /** Resolves when no device is under way any more; does not reject, unless reading the jobs does. */
  readonly report: Promise<BatchReport>
}

const CONCURRENCY = 4

/**
 * Provisions many devices, so many at once. A device that fails stops no other one. A server that fails for everyone
 * is left alone, until one device finds it working. What is done is in the store: the same batch again, after a crash
 * too, goes on where it was.
 *
 * @example
 * ```ts no-run
 * import { explain } from '@claimtag/provisioning'
 * import { provisionAll, type BatchOptions, type ProvisioningJob } from '@claimtag/provisioning/batch'
 *
 * declare const jobs: AsyncIterable<ProvisioningJob>
 * declare const options: BatchOptions
 *
 * const { done, failed } = await provisionAll(jobs, { ...options, concurrency: 8 }).report
 * console.log(done)
 * for (const { devEui, failure } of failed) console.error(devEui, explain(failure))
 * ```
 */
export function provisionAll(
  jobs: Iterable<ProvisioningJob> | AsyncIterable<ProvisioningJob>,
  options: BatchOptions,
): Batch {
  const { concurrency = CONCURRENCY, clock = platformClock, signal, requestSignal, onEvent } = options
  const stop = new AbortController()
  const circuits = new Map<ServerName, Circuit>()
  const underWay = new Map<Eui64, Promise<unknown>>()
  const failed: Extract<JobResult, { readonly ok: false }>[] = []
  const left: Eui64[] = []
  let [done, wereDone] = [0, 0]
  let gaveUpOn: BatchReport['gaveUpOn']
  let paused: { readonly until: Promise<void>; readonly end: () => void } | undefined

  const tell = (event: BatchEvent): void => heard(() => onEvent?.(event))

  function circuitOf(server: ServerName): Circuit {
    const known = circuits.get(server)
    if (known !== undefined) return known
    const opensAfter = Math.min(options.circuit?.opensAfter ?? 3, concurrency)
    const made = createCircuit({ clock, stop: stop.signal }, { ...options.circuit, opensAfter }, (change) => {
      tell({ type: 'server', server, ...change })
      if (change.state !== 'given-up') return
      gaveUpOn ??= { server, failure: change.failure }
      stop.abort()
    })
    circuits.set(server, made)
    return made
  }

  const canFind = options.ports.networkServer.find !== undefined
  const guard: Guard = async (state, asksFirst, advance) => {
    const entered: { readonly server: ServerName; readonly circuit: Circuit; readonly isProbe: boolean }[] =
      []
    for (const server of serversOf(state, asksFirst && canFind)) {
      const circuit = circuitOf(server)
      await paused?.until
      entered.push({ server, circuit, isProbe: await circuit.enter() })
    }
    await paused?.until
    const result = stop.signal.aborted ? cancelledAt(state) : await advance()
    const failing = result.ok ? undefined : failedServer(result, state)
    for (const { server, circuit, isProbe } of entered) {
      // Of a server that was not to blame, a failure says nothing.
      const said = result.ok || server === failing ? result : cancelledAt(state)
      circuit.report(state.devEui, said, isProbe)
    }
    if (result.ok) tell({ type: 'step', devEui: state.devEui, next: result.state.step })
    return result
  }

  async function settle(job: ProvisioningJob): Promise<void> {
    const { devEui } = job.record
    tell({ type: 'started', devEui })
    const onWait = (wait: Wait): void => tell({ type: 'waiting', devEui, ...wait })
    const context = { ...options, clock, onWait, signal: stop.signal, requestSignal }
    const result = await guardedJob(job, context, guard)
    if (!result.ok) failed.push(result)
    else {
      done += 1
      if (result.wasDone) wereDone += 1
    }
    tell({ type: 'settled', result })
  }

  /** Takes one job after the other, until there is none. */
  async function work(next: () => Promise<IteratorResult<ProvisioningJob>>): Promise<void> {
    for (;;) {
      await paused?.until
      const { value: job, done: isLast = false } = await next()
      if (isLast) return
      const { devEui } = (job as ProvisioningJob).record
      if (stop.signal.aborted) {
        left.push(devEui)
        continue
      }
      // A device that is there twice is found done by the second job.
      const settled = (underWay.get(devEui) ?? Promise.resolve()).then(() => settle(job as ProvisioningJob))
      underWay.set(devEui, settled)
      await settled
      if (underWay.get(devEui) === settled) underWay.delete(devEui)
    }
  }

  function resume(): void {
    paused?.end()
    paused = undefined
  }

  function halt(): void {
    stop.abort()
    resume()
  }

  async function run(): Promise<BatchReport> {
    signal?.addEventListener('abort', halt)
    if (signal?.aborted) halt()
    try {
      const each = oneByOne(jobs)
      await Promise.all(Array.from({ length: concurrency }, () => work(() => each.next())))
      return { done, wereDone, failed, left, ...(gaveUpOn === undefined ? {} : { gaveUpOn }) }
    } finally {
      signal?.removeEventListener('abort', halt)
    }
  }

  return {
    pause() {
      // A batch that was stopped must come to its end.
      if (paused !== undefined || stop.signal.aborted) return
      let end: (() => void) | undefined
      const until = new Promise<void>((resolve) => (end = resolve))
      paused = { until, end: () => end?.() }
    },
    resume,
    report: run(),
  }
}

/** A generator bears being asked by several at a time, and answers in order. */
async function* oneByOne(
  jobs: Iterable<ProvisioningJob> | AsyncIterable<ProvisioningJob>,
): AsyncGenerator<ProvisioningJob> {
  yield* jobs
}
