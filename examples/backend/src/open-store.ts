import { createSealer, memoryStore, type CodeStore, type Sealer } from '@claimtag/online'
import { postgresStore } from '@claimtag/online/postgres'
import { sqliteStore } from '@claimtag/online/sqlite'
import { Pool } from 'pg'
import type { Settings } from './settings.ts'

/** A store of codes, and the function that closes it. */
export interface OpenStore {
  readonly store: CodeStore
  readonly sealer?: Sealer
  readonly close: () => Promise<void>
}

/** Opens the store in the settings. Without one, codes end with the process. */
export function openStore({ store: where, sealingKeys }: Pick<Settings, 'store' | 'sealingKeys'>): OpenStore {
  if (where === undefined) return { store: memoryStore(), close: async () => undefined }
  const keys = sealingKeys.map((key, at) => (at === 0 ? key : { ...key, isDecryptOnly: true }))
  const sealer = createSealer({ keys })
  if (!/^postgres(?:ql)?:/.test(where)) {
    const store = sqliteStore(where)
    return { store, sealer, close: () => store.close() }
  }
  const pool = new Pool({ connectionString: where })
  // A connection that breaks while it is idle is replaced when it is needed.
  pool.on('error', () => undefined)
  return { store: postgresStore(pool), sealer, close: () => pool.end() }
}
