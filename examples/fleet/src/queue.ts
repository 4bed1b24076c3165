import type { JobsOptions } from 'bullmq'
import { Redis } from 'ioredis'

/** A shard as the queue holds it: which files, which range, and the digest of what it reads. Never a token. */
export interface ShardJob {
  /** Names below the folder in which a worker works. */
  readonly plan: string
  readonly input: string
  readonly shards: string
  readonly seal: string
  /** Counted from 1. */
  readonly shard: number
  readonly of: number
  readonly rows: number
  readonly digest: string
}

/** The merge behind all shards. */
export interface MergeJob {
  readonly plan: string
  readonly shards: string
  readonly out: string
  readonly seal: string
}

export interface ShardDone {
  readonly labelled: number
  readonly verified: number
}

export interface MergeDone {
  readonly labelled: number
  readonly out: string
}

export const SHARDS = 'claimtag-shards'
export const MERGES = 'claimtag-merges'

/** One plan has one job for each shard, and one for the merge: what is submitted twice is there once. */
export function mergeId(seal: string): string {
  return `merge-${seal}`
}

export function shardId(seal: string, shard: number): string {
  return `shard-${seal}-${shard}`
}

/** The key that says that a plan has been given up. */
export function cancelKey(seal: string): string {
  return `claimtag-cancelled:${seal}`
}

/** A full disk or a lost mount may be mended while a job waits; with jitter, not all come back at once. */
export const TRIES: JobsOptions = {
  attempts: 20,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: { age: 7 * 24 * 3600 },
  removeOnFail: { age: 7 * 24 * 3600 },
}

/** A connection that waits for a Redis that is restarted. */
export function connect(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  })
  // It connects again by itself; without a listener each attempt would be printed.
  redis.on('error', () => undefined)
  return redis
}
