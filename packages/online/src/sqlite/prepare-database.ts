import { closeSync } from 'node:fs'
import { createFile, DiskError } from '@claimtag/disk'
import { onlineError } from '../issue/issue.ts'
import { migrateSqlite } from '../sql/migrate-sqlite.ts'
import type { Row } from '../sql/rows.ts'
import { findDriver } from './open-database.ts'
import type { Database } from './open-database.ts'

/** How long a connection waits for another process's transaction. */
const BUSY_MS = 5000

/**
 * Opens the database of a file that only its owner may read, and brings it to the newest schema.
 *
 * @throws OnlineError `sqlite-missing`, `sqlite-too-old`, `database-too-new`
 */
export async function prepareDatabase(path: string): Promise<Database> {
  const open = await findDriver()
  makePrivate(path)
  const database = open(path)
  try {
    // Set first: another process that recovers the journal of a killed one may hold the lock.
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
    setJournal(database)
    database.exec('PRAGMA synchronous = FULL')
    database.exec('PRAGMA trusted_schema = OFF')
    migrate(database)
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/** SQLite gives its journal files the mode of the database. The mode of an existing database is not changed. */
function makePrivate(path: string): void {
  try {
    closeSync(createFile(path))
  } catch (error) {
    if (!(error instanceof DiskError && error.code === 'file-exists')) throw error
  }
}

/** SQLite up to 3.51.2 may lose commits when two processes checkpoint a write-ahead log (sqlite.org/wal.html). */
function setJournal(database: Database): void {
  const version = String(rowsOf(database, 'SELECT sqlite_version() AS version')[0]?.['version'])
  const mode = isSafeInWal(version) ? 'wal' : 'truncate'
  const [row] = rowsOf(database, `PRAGMA journal_mode = ${mode}`)
  // A newer process has set the file to WAL: an older SQLite must not use it.
  if (String(row?.['journal_mode']).toLowerCase() !== mode)
    throw onlineError({ code: 'sqlite-too-old', version })
}

/** Fixed in 3.51.3, and in 3.50.7 and 3.44.6 of the older lines. */
export function isSafeInWal(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major !== 3) return major > 3
  if (minor === 50) return patch >= 7
  if (minor === 44) return patch >= 6
  return minor > 51 || (minor === 51 && patch >= 3)
}

function migrate(database: Database): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    migrateSqlite((sql) => rowsOf(database, sql))
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function rowsOf(database: Database, sql: string): readonly Row[] {
  if (/^(?:SELECT|PRAGMA)\b/.test(sql)) return database.prepare(sql).all()
  // better-sqlite3 refuses to ask a statement for rows that has none.
  database.exec(sql)
  return []
}
