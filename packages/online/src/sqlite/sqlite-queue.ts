import type { Eui64 } from '@claimtag/core'
import { createQueueStore } from '../sql/queue-store.ts'
import type { DeviceQueue, QueueOptions } from '../sql/queue-store.ts'
import { createRateStore } from '../sql/rate-store.ts'
import type { ServerRates } from '../sql/rate-store.ts'
import { sqliteFile } from './sqlite-file.ts'

export interface SqliteQueue<
  Device extends { readonly devEui: Eui64; readonly priority: number },
  Reason,
> extends DeviceQueue<Device, Reason> {
  readonly rates: ServerRates
  /** Waits until nothing runs any more and closes the file. A later operation opens it again. */
  close(): Promise<void>
}

/**
 * Devices to be provisioned, in a file that any number of processes of one machine may share, with codes and states or
 * without. It is a `ProvisioningQueue` of `@claimtag/provisioning/queue`, with `rates` for its servers.
 *
 * Its operations reject with `sqlite-missing`, `sqlite-too-old` or `database-too-new` when the file cannot be opened.
 *
 * @param path a file on a local disk: SQLite's locks do not work on network file systems
 *
 * @example
 * ```ts
 * import { sqliteQueue } from '@claimtag/online/sqlite'
 * import type { ProvisioningQueue } from '@claimtag/provisioning/queue'
 *
 * const queue: ProvisioningQueue = sqliteQueue('portal.sqlite', { realm: 'tenant-1' })
 * ```
 */
export function sqliteQueue<Device extends { readonly devEui: Eui64; readonly priority: number }, Reason>(
  path: string,
  options: QueueOptions,
): SqliteQueue<Device, Reason> {
  const { commits, close } = sqliteFile(path)
  return {
    ...createQueueStore<Device, Reason>(commits.ask, options),
    rates: createRateStore(commits.ask, options),
    close,
  }
}
