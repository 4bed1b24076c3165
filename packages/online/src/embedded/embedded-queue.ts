import type { Eui64 } from '@claimtag/core'
import { createQueueStore } from '../sql/queue-store.ts'
import type { DeviceQueue, QueueOptions } from '../sql/queue-store.ts'
import { createRateStore } from '../sql/rate-store.ts'
import type { ServerRates } from '../sql/rate-store.ts'
import { embeddedRun } from './embedded-database.ts'
import type { EmbeddedDatabase } from './embedded-database.ts'

export interface EmbeddedQueue<
  Device extends { readonly devEui: Eui64; readonly priority: number },
  Reason,
> extends DeviceQueue<Device, Reason> {
  readonly rates: ServerRates
}

/**
 * Devices to be provisioned, in a database of SQLite that the host has opened. It is a `ProvisioningQueue` of
 * `@claimtag/provisioning/queue`, with `rates` for its servers, as durable as the host's transactions are.
 *
 * @throws OnlineError `database-too-new`
 *
 * @example
 * ```ts no-run
 * import { embeddedQueue } from '@claimtag/online/embedded'
 * import type { ProvisioningQueue } from '@claimtag/provisioning/queue'
 *
 * declare const storage: any // of a Durable Object
 * const queue: ProvisioningQueue = embeddedQueue(
 *   {
 *     all: (sql, values) => storage.sql.exec(sql, ...values).toArray(),
 *     transaction: (work) => storage.transactionSync(work),
 *   },
 *   { realm: 'tenant-1' },
 * )
 * ```
 */
export function embeddedQueue<Device extends { readonly devEui: Eui64; readonly priority: number }, Reason>(
  database: EmbeddedDatabase,
  options: QueueOptions,
): EmbeddedQueue<Device, Reason> {
  const run = embeddedRun(database)
  return { ...createQueueStore<Device, Reason>(run, options), rates: createRateStore(run, options) }
}
