import type { Dialect } from './dialect.ts'
import { queueStatements } from './queue-statements.ts'
import type { QueueStatements } from './queue-statements.ts'

/** One statement: parameters are `$1`, `$2` … */
export interface Statements extends QueueStatements {
  readonly reserve: string
  readonly renew: string
  readonly fill: string
  readonly release: string
  readonly insert: string
  readonly find: string
  readonly replace: string
  readonly audit: string
  readonly note: string
  readonly history: string
  readonly list: string
  readonly listOtherKey: string
  readonly findState: string
  readonly firstState: string
  readonly nextState: string
  readonly removeState: string
  readonly listStates: string
}

const CODE = 'device, format, version, status, key_id, sealed, tag'

/**
 * All statements of a store, limited to what PostgreSQL, SQLite, CockroachDB, YugabyteDB and Citus have in common:
 * text keys, `ON CONFLICT … WHERE … RETURNING`; no trigger, sequence, advisory lock or data-modifying CTE.
 */
export function statementsFor(dialect: Dialect): Statements {
  const { now } = dialect
  return {
    ...queueStatements(dialect),
    // If it returns a row, this attempt holds the device; if not, `find` says why.
    reserve: `INSERT INTO claimtag_code (realm, dev_eui, attempt, until, holder) VALUES ($1, $2, 1, ${now} + $3, $4)
      ON CONFLICT (realm, dev_eui) DO UPDATE SET attempt = claimtag_code.attempt + 1, until = excluded.until, holder = excluded.holder
      WHERE claimtag_code.sealed IS NULL AND claimtag_code.until <= ${now} RETURNING attempt`,
    renew: `UPDATE claimtag_code SET until = ${now} + $4
      WHERE realm = $1 AND dev_eui = $2 AND attempt = $3 AND sealed IS NULL RETURNING attempt`,
    // Only the current attempt may fill: the condition on `attempt` keeps out all earlier ones.
    fill: `UPDATE claimtag_code SET device = $4, format = $5, version = $6, status = $7, key_id = $8, sealed = $9, tag = $10, issued_at = ${now}
      WHERE realm = $1 AND dev_eui = $2 AND attempt = $3 AND sealed IS NULL RETURNING attempt`,
    release: `UPDATE claimtag_code SET until = 0 WHERE realm = $1 AND dev_eui = $2 AND attempt = $3 AND sealed IS NULL RETURNING attempt`,
    insert: `INSERT INTO claimtag_code (realm, dev_eui, attempt, until, holder, device, format, version, status, key_id, sealed, tag, issued_at)
      VALUES ($1, $2, 1, 0, $3, $4, $5, $6, $7, $8, $9, $10, ${now})
      ON CONFLICT (realm, dev_eui) DO UPDATE SET attempt = claimtag_code.attempt + 1, holder = excluded.holder, device = excluded.device,
        format = excluded.format, version = excluded.version, status = excluded.status, key_id = excluded.key_id,
        sealed = excluded.sealed, tag = excluded.tag, issued_at = excluded.issued_at
      WHERE claimtag_code.sealed IS NULL AND claimtag_code.until <= ${now} RETURNING attempt`,
    find: `SELECT ${CODE}, until - ${now} AS left_ms FROM claimtag_code WHERE realm = $1 AND dev_eui = $2`,
    replace: `UPDATE claimtag_code SET device = $5, format = $6, version = $7, status = $8, key_id = $9, sealed = $10, tag = $11
      WHERE realm = $1 AND dev_eui = $2 AND version = $3 AND key_id = $4 AND sealed IS NOT NULL RETURNING version`,
    audit: `INSERT INTO claimtag_audit (realm, dev_eui, seq, at, version, what, who, reason)
      SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, ${now}, CAST($3 AS INTEGER), $4, $5, $6
      FROM claimtag_audit WHERE realm = $1 AND dev_eui = $2`,
    note: `INSERT INTO claimtag_audit (realm, dev_eui, seq, at, version, what, who, reason)
      SELECT realm, dev_eui, (SELECT COALESCE(MAX(seq), 0) + 1 FROM claimtag_audit WHERE realm = $1 AND dev_eui = $2), ${now}, version, $3, $4, $5
      FROM claimtag_code WHERE realm = $1 AND dev_eui = $2 AND sealed IS NOT NULL RETURNING version`,
    history: `SELECT at, version, what, who, reason FROM claimtag_audit WHERE realm = $1 AND dev_eui = $2 ORDER BY seq, at`,
    list: `SELECT ${CODE} FROM claimtag_code
      WHERE realm = $1 AND dev_eui > $2 AND sealed IS NOT NULL ORDER BY dev_eui LIMIT $3`,
    listOtherKey: `SELECT ${CODE} FROM claimtag_code
      WHERE realm = $1 AND dev_eui > $2 AND sealed IS NOT NULL AND key_id <> $4 ORDER BY dev_eui LIMIT $3`,
    findState: `SELECT revision, state FROM claimtag_state WHERE realm = $1 AND dev_eui = $2 AND state IS NOT NULL`,
    // A device that was removed counts on from its last revision: a process that was left behind cannot meet it again.
    firstState: `INSERT INTO claimtag_state (realm, dev_eui, revision, state, saved_at) VALUES ($1, $2, 1, $3, ${now})
      ON CONFLICT (realm, dev_eui) DO UPDATE SET revision = claimtag_state.revision + 1, state = excluded.state, saved_at = excluded.saved_at
      WHERE claimtag_state.state IS NULL RETURNING revision`,
    nextState: `UPDATE claimtag_state SET revision = revision + 1, state = $4, saved_at = ${now}
      WHERE realm = $1 AND dev_eui = $2 AND revision = $3 AND state IS NOT NULL RETURNING revision`,
    removeState: `UPDATE claimtag_state SET revision = revision + 1, state = NULL, saved_at = ${now}
      WHERE realm = $1 AND dev_eui = $2 AND revision = $3 AND state IS NOT NULL RETURNING revision`,
    listStates: `SELECT revision, state, saved_at FROM claimtag_state
      WHERE realm = $1 AND state IS NOT NULL AND (saved_at < $2 OR (saved_at = $2 AND dev_eui < $3))
      ORDER BY saved_at DESC, dev_eui DESC LIMIT $4`,
  }
}
