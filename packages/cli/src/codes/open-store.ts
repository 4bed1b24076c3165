import type { CodeStore } from '@claimtag/online'
import { postgresStore, type PgPool } from '@claimtag/online/postgres'
import { sqliteStore } from '@claimtag/online/sqlite'
import { UsageError } from '../usage-error.ts'

/** A store, and the function that closes it. */
export interface OpenStore {
  readonly store: CodeStore
  readonly close: () => Promise<void>
}

/** The part of `pg` that is used; `pg` may not be installed. */
interface Pg {
  readonly default: {
    readonly Pool: new (options: { readonly connectionString: string }) => PgPool & {
      on(event: 'error', listener: () => void): unknown
      end(): Promise<void>
    }
  }
}

/** Whether `--store` names a PostgreSQL server, and not a file. */
export function isServer(where: string): boolean {
  return /^postgres(?:ql)?:/i.test(where)
}

/**
 * @param where the path of a file, or a `postgres://` address
 * @throws UsageError when `pg` is needed and not installed
 */
export async function openStore(where: string): Promise<OpenStore> {
  if (!isServer(where)) {
    const store = sqliteStore(where)
    return { store, close: () => store.close() }
  }
  const pool = await openPool(where)
  return { store: postgresStore(pool), close: () => pool.end() }
}

/**
 * Connections to a PostgreSQL server.
 *
 * @throws UsageError when `pg` is not installed
 */
export async function openPool(connectionString: string): Promise<InstanceType<Pg['default']['Pool']>> {
  // A variable: for a literal, the compiler and bundlers would require a package that most users do not have.
  const name = 'pg'
  let pg: Pg
  try {
    pg = (await import(name)) as Pg
  } catch {
    throw new UsageError('PostgreSQL needs the package pg: npm install --global pg')
  }
  const pool = new pg.default.Pool({ connectionString })
  // A connection that breaks while it is idle is replaced when it is needed.
  pool.on('error', () => undefined)
  return pool
}
