import type { CodeStore } from '@claimtag/online'
import { postgresStore, type PgPool } from '@claimtag/online/postgres'
import { sqliteStore } from '@claimtag/online/sqlite'
import { UsageError } from '../usage-error.ts'

/** A store, and how to let go of it. */
export interface OpenStore {
  readonly store: CodeStore
  readonly close: () => Promise<void>
}

/** What is used of `pg`, which is there only if it was installed. */
interface Pg {
  readonly default: {
    readonly Pool: new (options: { readonly connectionString: string }) => PgPool & {
      on(event: 'error', listener: () => void): unknown
      end(): Promise<void>
    }
  }
}

/**
 * @param where the path of a file, or a `postgres://` address
 * @throws UsageError when `pg` is needed and not installed
 */
export async function openStore(where: string): Promise<OpenStore> {
  if (!/^postgres(?:ql)?:/i.test(where)) {
    const store = sqliteStore(where)
    return { store, close: () => store.close() }
  }
  const pool = await openPool(where)
  // A connection that breaks while it is idle is replaced when it is needed.
  pool.on('error', () => undefined)
  return { store: postgresStore(pool), close: () => pool.end() }
}

async function openPool(connectionString: string): Promise<InstanceType<Pg['default']['Pool']>> {
  // A variable, since the compiler and bundlers would ask for a package that most users don't have.
  const name = 'pg'
  let pg: Pg
  try {
    pg = (await import(name)) as Pg
  } catch {
    throw new UsageError('PostgreSQL needs the package pg: npm install --global pg')
  }
  return new pg.default.Pool({ connectionString })
}
