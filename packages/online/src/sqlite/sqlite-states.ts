import type { Eui64 } from '@claimtag/core'
import { createStateStore } from '../sql/state-store.ts'
import type { StateStore, StateStoreOptions } from '../sql/state-store.ts'
import { sqliteFile } from './sqlite-file.ts'

export interface SqliteStates<State extends { readonly devEui: Eui64 }> extends StateStore<State> {
  /** Waits until nothing runs any more and closes the file. A later operation opens it again. */
  close(): Promise<void>
}

/**
 * How far devices have come in provisioning, in a file that any number of processes of one machine may share, with
 * codes or without. It is a `ProvisioningStore` of `@claimtag/provisioning`.
 *
 * Its operations reject with `sqlite-missing`, `sqlite-too-old` or `database-too-new` when the file cannot be opened.
 *
 * @param path a file on a local disk: SQLite's locks do not work on network file systems
 *
 * @example
 * ```ts
 * import { sqliteStates } from '@claimtag/online/sqlite'
 * import { parseState } from '@claimtag/provisioning/schema'
 *
 * const store = sqliteStates('portal.sqlite', { realm: 'tenant-1', parse: parseState })
 * ```
 */
export function sqliteStates<State extends { readonly devEui: Eui64 }>(
  path: string,
  options: StateStoreOptions<State>,
): SqliteStates<State> {
  const { commits, close } = sqliteFile(path)
  return { ...createStateStore(commits.ask, options), close }
}
