import { POSTGRES } from '../sql/dialect.ts'
import { migrationsFor, SCHEMA } from '../sql/migrations.ts'
import type { Run } from '../sql/sql-store.ts'
import type { CodeReads } from '../store/code-store.ts'
import type { PgPool } from './pool.ts'

/** Runs reads on a replica whose schema is ours. Nothing is written there: it would be refused. */
export function onReplica(pool: PgPool, run: Run): Run {
  let isKnown = false
  return async (operation) => {
    if (!isKnown) {
      const { rows } = await pool.query({ text: SCHEMA.read })
      if (Number(rows[0]?.['version']) !== migrationsFor(POSTGRES).length)
        throw new Error('the replica has another schema')
      isKnown = true
    }
    return run(operation)
  }
}

/**
 * Reads that a replica answers. What it has not got yet, and what it fails at, the primary is asked for, so that a
 * device that has a code is never taken for one without.
 */
export function readFirst(replica: CodeReads, primary: CodeReads): CodeReads {
  return {
    find: async (key) => (await replica.find(key).catch(() => undefined)) ?? primary.find(key),
    list: (query) => replica.list(query).catch(() => primary.list(query)),
  }
}
