import { Redis } from 'ioredis'

/** The part of `ioredis` that is used; the caller's version of it runs. */
export interface RedisClient {
  duplicate(...args: never[]): unknown
  hget(key: string, field: string): Promise<string | null>
  hset(key: string, field: string, value: string): Promise<number>
  hdel(key: string, field: string): Promise<number>
  exists(key: string): Promise<number>
  smembers(key: string): Promise<string[]>
  eval(script: string, keys: number, ...args: (string | number)[]): Promise<unknown>
}

export interface OpenRedis extends RedisClient {
  /** `ready` while the server is there. */
  readonly status: string
  /** Waits for the server where it is away. */
  quit(): Promise<unknown>
  /** Ends at once: what was asked and is not answered rejects. */
  disconnect(): void
}

/** The longest pause between two tries to reach the server. */
const LONGEST_MS = 2000

/**
 * A connection to Redis as BullMQ needs it: what is asked while the server is away waits until it is back. The server
 * has to keep its data (`appendonly yes`) and to refuse rather than to forget (`maxmemory-policy noeviction`).
 *
 * @param url `redis://host:6379`, or `rediss://` over TLS
 * @example
 * ```ts no-run
 * import { bullmqQueue, openRedis } from '@claimtag/provisioning/bullmq'
 *
 * const queue = bullmqQueue(openRedis('redis://127.0.0.1:6379'), { name: 'tenant-1' })
 * ```
 */
export function openRedis(url: string): OpenRedis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_MS),
  })
  // A connection that breaks is made again; the client would print each time that it could not be.
  redis.on('error', () => undefined)
  return redis
}
