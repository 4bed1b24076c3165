import { createSealer, memoryStore } from '@claimtag/online'
import type { CodeStore, Sealer } from '@claimtag/online'
import { postgresStore } from '@claimtag/online/postgres'
import { sqliteStore } from '@claimtag/online/sqlite'
import { Pool } from 'pg'

/** Where codes are kept, and how to let go of it. */
export interface OpenStore {
  readonly store: CodeStore
  readonly sealer?: Sealer
  readonly close: () => Promise<void>
}

/**
 * Opens what the environment names: `CLAIMTAG_STORE` is a file for SQLite or a `postgres://` address, and
 * `CLAIMTAG_KEY` the 32 random bytes, in base64, that seal the tokens in it. Without a store codes end with the process.
 */
export function openStore({ CLAIMTAG_STORE: where, CLAIMTAG_KEY: key }: NodeJS.ProcessEnv): OpenStore {
  if (where === undefined || where === '') return { store: memoryStore(), close: async () => undefined }
  if (key === undefined) throw new Error('CLAIMTAG_KEY is needed: 32 random bytes in base64')
  const sealer = createSealer({ keys: [{ id: 'key-1', key: Buffer.from(key, 'base64') }] })
  if (!/^postgres(?:ql)?:/.test(where)) {
    const store = sqliteStore(where)
    return { store, sealer, close: () => store.close() }
  }
  const pool = new Pool({ connectionString: where })
  // A connection that breaks while it is idle is replaced when it is needed.
  pool.on('error', () => undefined)
  return { store: postgresStore(pool), sealer, close: () => pool.end() }
}
