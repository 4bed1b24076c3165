import { onlineError } from '../issue/issue.ts'
import { POSTGRES } from '../sql/dialect.ts'
import { migrationsFor, SCHEMA } from '../sql/migrations.ts'
import type { PgPool } from './pool.ts'
import { codeOf, retried } from './retry.ts'

/** Codes that one of two processes gets when both create the same table at the same time. */
const CREATED_BY_ANOTHER: readonly unknown[] = ['23505', '42P07', '42710']

/**
 * Brings the database to the newest schema. Any number of processes may call it at once: one works, holding the lock
 * of a row, since CockroachDB's advisory locks lock nothing.
 *
 * @throws OnlineError `database-too-new`
 */
async function migrate(pool: PgPool, partitions: number): Promise<void> {
  const migrations = migrationsFor(POSTGRES, partitions)
  try {
    await pool.query({ text: SCHEMA.create })
  } catch (error) {
    if (!CREATED_BY_ANOTHER.includes(codeOf(error))) throw error
  }
  await retried(() => pool.query({ text: SCHEMA.begin }))
  await retried(async () => {
    const client = await pool.connect()
    let isSound = false
    try {
      await client.query({ text: 'BEGIN' })
      const { rows } = await client.query({ text: `${SCHEMA.read} FOR UPDATE` })
      const version = Number(rows[0]?.['version'])
      if (version > migrations.length) {
        throw onlineError({ code: 'database-too-new', version, known: migrations.length })
      }
      for (const text of migrations.slice(version).flat()) await client.query({ text })
      await client.query({ text: SCHEMA.write, values: [migrations.length] })
      await client.query({ text: 'COMMIT' })
      isSound = true
    } finally {
      // A connection in the middle of a transaction must not be used again.
      client.release(!isSound)
    }
  })
}

/** A function that resolves when the database has the newest schema, which is seen to on its first call. */
export function migrateOnce(pool: PgPool, partitions = 0): () => Promise<void> {
  let ready: Promise<void> | undefined
  return async () => {
    ready ??= migrate(pool, partitions)
    try {
      await ready
    } catch (error) {
      // The server may be reachable the next time.
      ready = undefined
      throw error
    }
  }
}
