import type { QueueOptions } from './queue-store.ts'
import { rowsIn } from './queue-store.ts'
import type { Run } from './sql-store.ts'

/**
 * The rates of servers, shared by all workers. It has the shape of `SharedRates` of `@claimtag/provisioning/queue`,
 * which this package does not import.
 */
export interface ServerRates {
  take(request: {
    readonly server: string
    readonly everyMs: number
    readonly most: number
  }): Promise<{ readonly calls: number; readonly firstInMs: number; readonly at: number }>
  block(server: string, ms: number): Promise<void>
  servers(): Promise<readonly { readonly server: string; readonly blockedMs: number }[]>
}

/** No time is given out that lies further ahead: after a block, workers would still use what they hold. */
const HORIZON_MS = 100

/** Rates on top of anything that runs the statements: one row for each server. */
export function createRateStore(run: Run, { realm }: QueueOptions): ServerRates {
  return {
    async take({ server, everyMs, most }) {
      const [row] = await rowsIn(run, realm, 'takeCalls', server, everyMs, most, HORIZON_MS)
      if (row === undefined) throw new TypeError('the row of the server was not given back')
      const [calls, nextAt, at] = [row['granted'], row['next_at'], row['at']].map(Number) as [
        number,
        number,
        number,
      ]
      if (calls > 0) return { calls, firstInMs: nextAt - calls * everyMs - at, at }
      const first = Math.max(nextAt, Number(row['blocked_until']))
      return { calls, firstInMs: Math.max(first - at - HORIZON_MS, 1), at }
    },
    async block(server, ms) {
      await rowsIn(run, realm, 'blockServer', server, ms)
    },
    async servers() {
      const rows = await rowsIn(run, realm, 'listServers')
      return rows.map((row) => ({ server: String(row['server']), blockedMs: Number(row['blocked_ms']) }))
    },
  }
}
