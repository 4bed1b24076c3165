import { HORIZON_MS } from '../rates/shared-rates.ts'
import type { SharedRates } from '../rates/shared-rates.ts'
import type { RedisClient } from './open-redis.ts'

/** Redis runs a script as a whole: one worker after the other. Times are its own, with microseconds. */
const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local next_at = tonumber(redis.call('HGET', KEYS[1], 'next') or '0')
local blocked = tonumber(redis.call('HGET', KEYS[1], 'blocked') or '0')
`
const TAKE = `${NOW}
local first = math.max(next_at, blocked, now)
local at = string.format('%.3f', now)
if first > now + tonumber(ARGV[3]) then return { 0, string.format('%.3f', first - now - ARGV[3]), at } end
redis.call('HSET', KEYS[1], 'next', string.format('%.3f', first + ARGV[1] * ARGV[2]))
redis.call('SADD', KEYS[2], ARGV[4])
return { tonumber(ARGV[2]), string.format('%.3f', first - now), at }`
const BLOCK = `${NOW}
redis.call('HSET', KEYS[1], 'blocked', string.format('%.3f', math.max(blocked, now + ARGV[1])))
redis.call('SADD', KEYS[2], ARGV[2])
return 0`
const LEFT = `${NOW}
return string.format('%.3f', math.max(blocked - now, 0))`

export interface RedisRatesOptions {
  /** As of the queue. */
  readonly name: string
}

/**
 * Rates of servers in Redis, for all workers that share it. BullMQ's own limiter counts devices, and one needs six to
 * nine requests: this counts requests.
 *
 * @example
 * ```ts no-run
 * import { openRedis, redisRates } from '@claimtag/provisioning/bullmq'
 *
 * const rates = redisRates(openRedis('redis://127.0.0.1:6379'), { name: 'tenant-1' })
 * ```
 */
export function redisRates(connection: RedisClient, { name }: RedisRatesOptions): SharedRates {
  const all = `claimtag:rates:${name}`
  const keyOf = (server: string): string => `${all}:${server}`
  return {
    async take({ server, everyMs, most }) {
      const args = [String(everyMs), most, HORIZON_MS, server]
      const answer = await connection.eval(TAKE, 2, keyOf(server), all, ...args)
      const [calls = 0, firstInMs = 0, at = 0] = (answer as unknown[]).map(Number)
      return { calls, firstInMs, at }
    },
    async block(server, ms) {
      await connection.eval(BLOCK, 2, keyOf(server), all, String(ms), server)
    },
    async servers() {
      const names = (await connection.smembers(all)).sort()
      return Promise.all(
        names.map(async (server) => ({
          server,
          blockedMs: Number(await connection.eval(LEFT, 1, keyOf(server))),
        })),
      )
    },
  }
}
