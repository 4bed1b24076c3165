import { refusal } from './route.ts'
import type { Kind, Operation, Reply } from './route.ts'

/** So many requests of an operation in so many seconds; the next one has to wait until the time is over. */
export interface Limit {
  readonly requests: number
  readonly seconds: number
}

export interface Limits {
  readonly limit: (operation: Operation, limit: Limit | undefined) => void
  /** The refusal of a request that is too many, in the manner of its server. */
  readonly refuse: (operation: Operation, kind: Kind) => Reply | undefined
}

export function createLimits(now: () => number): Limits {
  const limits = new Map<Operation, Limit & { until: number; left: number }>()
  return {
    limit(operation, limit) {
      if (limit === undefined) limits.delete(operation)
      else limits.set(operation, { ...limit, until: 0, left: 0 })
    },
    refuse(operation, kind) {
      const limit = limits.get(operation)
      if (limit === undefined) return undefined
      if (now() >= limit.until) {
        limit.until = now() + limit.seconds * 1000
        limit.left = limit.requests
      }
      limit.left -= 1
      return limit.left >= 0 ? undefined : tooMany(kind, limit.until - now(), now())
    },
  }
}

/** The refusal of one request too many. Each server tells in a way of its own how long to wait. */
function tooMany(kind: Kind, waitMs: number, now: number): Reply {
  const seconds = String(Math.ceil(waitMs / 1000))
  switch (kind) {
    case 'busit': {
      const error = { message: 'API quota exceeded', code: 402, data: null }
      return { status: 200, body: { error }, headers: { 'x-rate-limit-next': `api=${Math.ceil(waitMs)}` } }
    }
    case 'the-things-stack': {
      const details = [
        { namespace: 'pkg/ratelimit', name: 'rate_limit_exceeded', message_format: 'rate limit' },
      ]
      const body = { code: 8, message: 'error:pkg/ratelimit:rate_limit_exceeded', details }
      return { status: 429, body, headers: { 'x-rate-limit-retry': seconds } }
    }
    case 'dx': {
      const reset = new Date(now + waitMs).toISOString()
      return { ...refusal(429, 'quota exceeded'), headers: { 'quota-reset-utc': reset } }
    }
    default:
      return { ...refusal(429, 'too many requests'), headers: { 'retry-after': seconds } }
  }
}
