import { POSTGRES } from '../sql/dialect.ts'

/** A statement for many rows: its parameters are one array for each column, of these types. */
export interface BatchStatement {
  readonly text: string
  readonly types: readonly string[]
}

const { now } = POSTGRES
const KEY = ['text', 'text']
const CODE = ['text', 'text', 'integer', 'text', 'text', 'bytea', 'bytea']
const CODE_NAMES = 'device, format, version, status, key_id, sealed, tag'

function rows(types: readonly string[]): string {
  return `unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(', ')})`
}

const RESERVE = [...KEY, 'bigint', 'text']
const INSERT = [...KEY, 'text', ...CODE]
const FILL = [...KEY, 'integer', ...CODE]

/**
 * The statements of the hot path for many devices at once; each returns the keys of the rows that it wrote or found.
 */
export const BATCH = {
  reserve: {
    types: RESERVE,
    text: `INSERT INTO claimtag_code (realm, dev_eui, attempt, until, holder)
      SELECT realm, dev_eui, 1, ${now} + lease, holder FROM ${rows(RESERVE)} AS asked (realm, dev_eui, lease, holder)
      ON CONFLICT (realm, dev_eui) DO UPDATE SET attempt = claimtag_code.attempt + 1, until = excluded.until, holder = excluded.holder
      WHERE claimtag_code.sealed IS NULL AND claimtag_code.until <= ${now} RETURNING realm, dev_eui, attempt`,
  },
  insert: {
    types: INSERT,
    text: `INSERT INTO claimtag_code (realm, dev_eui, attempt, until, holder, ${CODE_NAMES}, issued_at)
      SELECT realm, dev_eui, 1, 0, holder, ${CODE_NAMES}, ${now}
      FROM ${rows(INSERT)} AS asked (realm, dev_eui, holder, ${CODE_NAMES})
      ON CONFLICT (realm, dev_eui) DO UPDATE SET attempt = claimtag_code.attempt + 1, holder = excluded.holder, device = excluded.device,
        format = excluded.format, version = excluded.version, status = excluded.status, key_id = excluded.key_id,
        sealed = excluded.sealed, tag = excluded.tag, issued_at = excluded.issued_at
      WHERE claimtag_code.sealed IS NULL AND claimtag_code.until <= ${now} RETURNING realm, dev_eui`,
  },
  fill: {
    types: FILL,
    text: `UPDATE claimtag_code AS code SET device = asked.device, format = asked.format, version = asked.version, status = asked.status,
        key_id = asked.key_id, sealed = asked.sealed, tag = asked.tag, issued_at = ${now}
      FROM ${rows(FILL)} AS asked (realm, dev_eui, attempt, ${CODE_NAMES})
      WHERE code.realm = asked.realm AND code.dev_eui = asked.dev_eui AND code.attempt = asked.attempt AND code.sealed IS NULL
      RETURNING code.realm, code.dev_eui`,
  },
  find: {
    types: KEY,
    text: `SELECT realm, dev_eui, ${CODE_NAMES}, until - ${now} AS left_ms FROM claimtag_code
      WHERE (realm, dev_eui) IN (SELECT * FROM ${rows(KEY)})`,
  },
} satisfies Record<string, BatchStatement>

export type Batched = keyof typeof BATCH
