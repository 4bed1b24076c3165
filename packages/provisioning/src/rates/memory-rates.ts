import { HORIZON_MS } from './shared-rates.ts'
import type { SharedRates } from './shared-rates.ts'

/**
 * Rates for the workers of one process.
 *
 * @param now milliseconds; the platform's clock when left out
 *
 * @example
 * ```ts
 * import { memoryRates } from '@claimtag/provisioning/queue'
 *
 * const rates = memoryRates(() => 0)
 * const server = 'https://tpe.example.com'
 * console.log((await rates.take({ server, everyMs: 5, most: 10 })).calls) // 10
 * ```
 */
export function memoryRates(now: () => number = Date.now): SharedRates {
  const servers = new Map<string, { readonly nextAt: number; readonly blockedUntil: number }>()
  return {
    async take({ server, everyMs, most }) {
      const at = now()
      const { nextAt, blockedUntil } = servers.get(server) ?? { nextAt: 0, blockedUntil: 0 }
      const first = Math.max(nextAt, blockedUntil, at)
      if (first > at + HORIZON_MS) return { calls: 0, firstInMs: first - at - HORIZON_MS, at }
      servers.set(server, { nextAt: first + most * everyMs, blockedUntil })
      return { calls: most, firstInMs: first - at, at }
    },
    async block(server, ms) {
      const { nextAt, blockedUntil } = servers.get(server) ?? { nextAt: 0, blockedUntil: 0 }
      servers.set(server, { nextAt, blockedUntil: Math.max(blockedUntil, now() + ms) })
    },
    async servers() {
      return [...servers].map(([server, { blockedUntil }]) => ({
        server,
        blockedMs: Math.max(blockedUntil - now(), 0),
      }))
    },
  }
}
