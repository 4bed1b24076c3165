import { onlineError } from '../issue/issue.ts'
import { SQLITE } from './dialect.ts'
import { migrationsFor, SCHEMA } from './migrations.ts'
import type { Row } from './rows.ts'

/**
 * Brings a database of SQLite to the newest schema.
 *
 * @param run runs one statement of a transaction that is open
 * @throws OnlineError `database-too-new`
 */
export function migrateSqlite(run: (sql: string) => readonly Row[]): void {
  const migrations = migrationsFor(SQLITE)
  run(SCHEMA.create)
  run(SCHEMA.begin)
  const version = Number(run(SCHEMA.read)[0]?.['version'])
  if (version > migrations.length) {
    throw onlineError({ code: 'database-too-new', version, known: migrations.length })
  }
  for (const statement of migrations.slice(version).flat()) run(statement)
  run(SCHEMA.write.replace('$1', String(migrations.length)))
}
