import { mergeShards, runShard, VerificationError } from '@claimtag/batch'
import { ClaimtagError } from '@claimtag/core'
import { DelayedError, type Job, UnrecoverableError, Worker, type WorkerOptions } from 'bullmq'
import type { Redis } from 'ioredis'
import { join } from 'node:path'
import { readPlan } from './plan-of.ts'
import {
  cancelKey,
  type MergeDone,
  MERGES,
  type MergeJob,
  type ShardDone,
  type ShardJob,
  SHARDS,
} from './queue.ts'

export interface WorkerSettings {
  /** The folder in which the names of a job are. */
  readonly work: string
  /** Threads for a shard; 0 makes labels in this one, which yields between two chunks. */
  readonly threads: number
  /** A worker that is gone is noticed after this long, in milliseconds. */
  readonly lockMs?: number
  readonly onLine?: (line: string) => void
}

export interface FleetWorkers {
  /** Ends after the chunk that is being made; the jobs go on elsewhere. */
  readonly close: () => Promise<void>
}

const LOOK_EVERY_MS = 500

/** Works off shards, one at a time, and merges. */
export function startWorkers(redis: Redis, settings: WorkerSettings): FleetWorkers {
  const { lockMs = 30_000, onLine = () => undefined } = settings
  const stop = new AbortController()
  const options: WorkerOptions = {
    connection: redis,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    // A shard whose worker was killed goes on, however often that happens.
    maxStalledCount: 1000,
  }
  const shards = new Worker<ShardJob, ShardDone>(
    SHARDS,
    (job, token) =>
      guarded(redis, { job, token, stopped: stop.signal }, (signal) => makeShard(job, settings, signal)),
    options,
  )
  const merges = new Worker<MergeJob, MergeDone>(
    MERGES,
    (job, token) =>
      guarded(redis, { job, token, stopped: stop.signal }, (signal) => merge(job, settings, signal)),
    options,
  )
  for (const worker of [shards, merges]) {
    // Redis is away, or a lock was lost: the worker goes on by itself.
    worker.on('error', () => undefined)
    worker.on('failed', (job, { message }) => onLine(`failed: ${job?.id ?? 'a job'}: ${message}`))
    worker.on('completed', (job) => onLine(`done: ${job.id}`))
  }
  return {
    async close() {
      stop.abort()
      await Promise.all([shards.close(), merges.close()])
    },
  }
}

async function makeShard(
  job: Job<ShardJob, ShardDone>,
  { work, threads }: WorkerSettings,
  signal: AbortSignal,
): Promise<ShardDone | undefined> {
  const { plan, input, shards, seal, shard, of, digest } = job.data
  const own = readPlan(join(work, plan))
  if (own.seal !== seal || own.shards[shard - 1]?.digest !== digest)
    throw new UnrecoverableError('The plan of this worker is another one: copy the plan that was submitted.')
  const { state, labelled, verified } = await runShard({
    plan: join(work, plan),
    shard,
    of,
    input: join(work, input),
    out: join(work, shards),
    workers: threads,
    signal,
    onEvent: reporter(job),
  })
  if (state !== 'done') return undefined
  await job.updateProgress(labelled)
  return { labelled, verified }
}

async function merge(
  job: Job<MergeJob, MergeDone>,
  { work }: WorkerSettings,
  signal: AbortSignal,
): Promise<MergeDone | undefined> {
  const { plan, shards, out } = job.data
  const { state, labelled } = await mergeShards({
    plan: join(work, plan),
    shards: [join(work, shards)],
    out: join(work, out),
    signal,
    onEvent: reporter(job),
  })
  return state === 'done' ? { labelled, out } : undefined
}

/** Tells the queue of progress now and then. What is lost while Redis is away is told the next time. */
function reporter(job: Job): (event: { readonly type: string; readonly labels?: number }) => void {
  let last = 0
  return ({ type, labels }) => {
    if (type !== 'progress' || labels === undefined || Date.now() - last < LOOK_EVERY_MS) return
    last = Date.now()
    void job.updateProgress(labels).catch(() => undefined)
  }
}

interface Guarded {
  readonly job: Job<{ readonly seal: string }>
  readonly token: string | undefined
  readonly stopped: AbortSignal
}

/** Runs a job until it is done, cancelled or stopped; faults that another try cannot mend are final. */
async function guarded<Done>(
  redis: Redis,
  { job, token, stopped }: Guarded,
  run: (signal: AbortSignal) => Promise<Done | undefined>,
): Promise<Done> {
  const cancelled = new AbortController()
  const key = cancelKey(job.data.seal)
  const look = async (): Promise<void> => {
    if ((await redis.exists(key)) === 1) cancelled.abort()
  }
  await look()
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS)
  try {
    const signal = AbortSignal.any([stopped, cancelled.signal])
    const done = signal.aborted ? undefined : await run(signal)
    if (done !== undefined) return done
  } catch (error) {
    throw isFinal(error) ? new UnrecoverableError(error.message) : error
  } finally {
    clearInterval(timer)
  }
  if (cancelled.signal.aborted) throw new UnrecoverableError('cancelled')
  // Another worker goes on, and no try was used up.
  await job.moveToDelayed(Date.now(), token)
  throw new DelayedError()
}

/** Another input or plan, refused rows, damage: trying again changes nothing. */
function isFinal(error: unknown): error is ClaimtagError<{ readonly code: string }> {
  if (!(error instanceof ClaimtagError)) return false
  const { code } = error.issue as { readonly code: string }
  return error instanceof VerificationError || /^(?:plan|shard|input)-|^job-changed$/.test(code)
}
