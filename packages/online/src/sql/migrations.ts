import type { Dialect } from './dialect.ts'

/**
 * Numbered from 1, forward only, never changed once published. A database that is newer than this list is refused.
 *
 * @param partitions number of hash partitions of the codes in PostgreSQL, for tables beyond 100,000,000 rows
 */
export function migrationsFor({ bytes }: Dialect, partitions = 0): readonly (readonly string[])[] {
  const parts = Array.from(
    { length: partitions },
    (_, part) =>
      `CREATE TABLE claimtag_code_${part} PARTITION OF claimtag_code FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${part})`,
  )
  return [
    [
      `CREATE TABLE claimtag_code (
        realm TEXT NOT NULL, dev_eui TEXT NOT NULL,
        attempt INTEGER NOT NULL, until BIGINT NOT NULL, holder TEXT NOT NULL,
        device TEXT, format TEXT, version INTEGER NOT NULL DEFAULT 0, status TEXT,
        key_id TEXT, sealed ${bytes}, tag ${bytes}, issued_at BIGINT,
        PRIMARY KEY (realm, dev_eui))${partitions > 0 ? ' PARTITION BY HASH (dev_eui)' : ''}`,
      ...parts,
      // Not unique: a recorded token that is used twice is reported, and not an error.
      `CREATE INDEX claimtag_code_tag ON claimtag_code (tag)`,
      `CREATE TABLE claimtag_audit (
        realm TEXT NOT NULL, dev_eui TEXT NOT NULL, seq INTEGER NOT NULL, at BIGINT NOT NULL, version INTEGER NOT NULL,
        what TEXT NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL)`,
      `CREATE INDEX claimtag_audit_device ON claimtag_audit (realm, dev_eui)`,
    ],
    [
      // How far devices have come in provisioning. Of a removed one the revision stays, so that it never counts anew.
      `CREATE TABLE claimtag_state (
        realm TEXT NOT NULL, dev_eui TEXT NOT NULL, revision BIGINT NOT NULL, state TEXT, saved_at BIGINT NOT NULL,
        PRIMARY KEY (realm, dev_eui))`,
      `CREATE INDEX claimtag_state_saved ON claimtag_state (realm, saved_at, dev_eui)`,
    ],
    [
      // Devices to be provisioned. `next_at` is when one is due or, of one that has a holder, when its lease is over.
      `CREATE TABLE claimtag_queue (
        realm TEXT NOT NULL, dev_eui TEXT NOT NULL, priority INTEGER NOT NULL, state TEXT NOT NULL, next_at BIGINT NOT NULL,
        lease BIGINT NOT NULL, attempts INTEGER NOT NULL, holder TEXT NOT NULL, device TEXT NOT NULL, reason TEXT,
        PRIMARY KEY (realm, dev_eui))`,
      `CREATE INDEX claimtag_queue_due ON claimtag_queue (realm, state, priority, next_at, dev_eui)`,
      `CREATE TABLE claimtag_queue_mode (realm TEXT PRIMARY KEY, mode TEXT NOT NULL)`,
      // When the next call to a server may be made, by all workers together. Milliseconds with a fraction.
      `CREATE TABLE claimtag_rate (
        realm TEXT NOT NULL, server TEXT NOT NULL, next_at DOUBLE PRECISION NOT NULL, blocked_until DOUBLE PRECISION NOT NULL,
        granted INTEGER NOT NULL, PRIMARY KEY (realm, server))`,
    ],
  ]
}

/** One row: the number of the last migration. Its lock keeps two processes from migrating at once. */
export const SCHEMA = {
  create: 'CREATE TABLE IF NOT EXISTS claimtag_schema (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)',
  begin: 'INSERT INTO claimtag_schema (id, version) VALUES (1, 0) ON CONFLICT (id) DO NOTHING',
  read: 'SELECT version FROM claimtag_schema WHERE id = 1',
  write: 'UPDATE claimtag_schema SET version = $1 WHERE id = 1',
} as const
