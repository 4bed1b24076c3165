import type { Eui64 } from '@claimtag/core'
import { createQueueStore } from '../sql/queue-store.ts'
import type { DeviceQueue, QueueOptions } from '../sql/queue-store.ts'
import { createRateStore } from '../sql/rate-store.ts'
import type { ServerRates } from '../sql/rate-store.ts'
import type { Run } from '../sql/sql-store.ts'
import { QUEUE_KINDS } from './batch-statements.ts'
import { coalescersOver, through } from './coalescers.ts'
import { migrateOnce } from './migrate.ts'
import type { PgPool } from './pool.ts'

export interface PostgresQueue<
  Device extends { readonly devEui: Eui64; readonly priority: number },
  Reason,
> extends DeviceQueue<Device, Reason> {
  readonly rates: ServerRates
}

/**
 * Devices to be provisioned, in PostgreSQL, shared by any number of processes and machines, with codes and states or
 * without. It is a `ProvisioningQueue` of `@claimtag/provisioning/queue`, with `rates` for its servers. The tables are
 * made, or brought to the newest schema, on first use.
 *
 * Its operations reject with `database-too-new` when newer software has changed the schema.
 *
 * @param pool a pool of `pg`; the number of its connections, and how they connect, is the caller's choice
 *
 * @example
 * ```ts no-run
 * import { postgresQueue } from '@claimtag/online/postgres'
 * import type { ProvisioningQueue } from '@claimtag/provisioning/queue'
 * import pg from 'pg'
 *
 * const pool = new pg.Pool({ connectionString: 'postgres:///claimtag' })
 * const queue: ProvisioningQueue = postgresQueue(pool, { realm: 'tenant-1' })
 * ```
 */
export function postgresQueue<Device extends { readonly devEui: Eui64; readonly priority: number }, Reason>(
  pool: PgPool,
  options: QueueOptions,
): PostgresQueue<Device, Reason> {
  const untilReady = migrateOnce(pool)
  const send = through(coalescersOver(pool, QUEUE_KINDS), pool)
  const run: Run = async (operation) => {
    await untilReady()
    return send(operation)
  }
  return {
    ...createQueueStore<Device, Reason>(run, options),
    rates: createRateStore(run, options),
  }
}
