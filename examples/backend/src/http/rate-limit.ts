/** Returns how long to wait, in seconds; 0 when the request may pass. */
export type RateLimit = (id: string, now: number) => number

interface Bucket {
  tokens: number
  at: number
}

/** There are fewer keys than this; any more ids would be those of unknown clients, which are refused before. */
const MOST_IDS = 10_000

/**
 * A token bucket for each id, in this process: n instances behind one address let n times as much pass.
 *
 * @param perSecond 0 means no limit
 */
export function createRateLimit(perSecond: number): RateLimit {
  const most = perSecond * 2
  const buckets = new Map<string, Bucket>()
  return (id, now) => {
    if (perSecond === 0) return 0
    if (buckets.size > MOST_IDS) buckets.clear()
    const bucket = buckets.get(id) ?? { tokens: most, at: now }
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    bucket.at = now
    buckets.set(id, bucket)
    if (bucket.tokens < 1) return (1 - bucket.tokens) / perSecond
    bucket.tokens -= 1
    return 0
  }
}
