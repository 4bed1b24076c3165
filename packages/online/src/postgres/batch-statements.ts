import { POSTGRES } from '../sql/dialect.ts'
import { KEY } from './batch-statement.ts'
import type { BatchStatement, Column } from './batch-statement.ts'
import { QUEUE_BATCH } from './queue-batches.ts'

const { now } = POSTGRES
const HOLDER: Column = ['holder', 'text']
const CODE: readonly Column[] = [
  ['device', 'text'],
  ['format', 'text'],
  ['version', 'integer'],
  ['status', 'text'],
  ['key_id', 'text'],
  ['sealed', 'bytea'],
  ['tag', 'bytea'],
]
const CODE_NAMES = CODE.map(([name]) => name).join(', ')

/**
 * The statements of the hot path for many devices at once; each returns the keys of the rows that it wrote or found.
 */
const CODE_BATCH = {
  reserve: {
    columns: [...KEY, ['lease', 'bigint'], HOLDER],
    text: (asked) => `INSERT INTO claimtag_code (realm, dev_eui, attempt, until, holder)
      SELECT realm, dev_eui, 1, ${now} + lease, holder FROM ${asked} AS asked
      ON CONFLICT (realm, dev_eui) DO UPDATE SET attempt = claimtag_code.attempt + 1, until = excluded.until, holder = excluded.holder
      WHERE claimtag_code.sealed IS NULL AND claimtag_code.until <= ${now} RETURNING realm, dev_eui, attempt`,
  },
  insert: {
    columns: [...KEY, HOLDER, ...CODE],
    text: (
      asked,
    ) => `INSERT INTO claimtag_code (realm, dev_eui, attempt, until, holder, ${CODE_NAMES}, issued_at)
      SELECT realm, dev_eui, 1, 0, holder, ${CODE_NAMES}, ${now} FROM ${asked} AS asked
      ON CONFLICT (realm, dev_eui) DO UPDATE SET attempt = claimtag_code.attempt + 1, holder = excluded.holder, device = excluded.device,
        format = excluded.format, version = excluded.version, status = excluded.status, key_id = excluded.key_id,
        sealed = excluded.sealed, tag = excluded.tag, issued_at = excluded.issued_at
      WHERE claimtag_code.sealed IS NULL AND claimtag_code.until <= ${now} RETURNING realm, dev_eui`,
  },
  fill: {
    columns: [...KEY, ['attempt', 'integer'], ...CODE],
    text: (
      asked,
    ) => `UPDATE claimtag_code AS code SET device = asked.device, format = asked.format, version = asked.version, status = asked.status,
        key_id = asked.key_id, sealed = asked.sealed, tag = asked.tag, issued_at = ${now}
      FROM ${asked} AS asked
      WHERE code.realm = asked.realm AND code.dev_eui = asked.dev_eui AND code.attempt = asked.attempt AND code.sealed IS NULL
      RETURNING code.realm, code.dev_eui`,
  },
  find: {
    columns: KEY,
    text: (asked) => `SELECT realm, dev_eui, ${CODE_NAMES}, until - ${now} AS left_ms FROM claimtag_code
      WHERE (realm, dev_eui) IN (SELECT realm, dev_eui FROM ${asked} AS asked)`,
  },
} satisfies Record<string, BatchStatement>

const BATCH = { ...CODE_BATCH, ...QUEUE_BATCH }

export type Batched = keyof typeof BATCH
export const CODE_KINDS = Object.keys(CODE_BATCH) as Batched[]
export const QUEUE_KINDS = Object.keys(QUEUE_BATCH) as Batched[]

/** The columns of a statement, in the order of its operation's values. */
export function columnsOf(kind: Batched): readonly Column[] {
  return BATCH[kind].columns
}

/** What differs from row to row in every batch: rows are counted by it. */
const ALWAYS = 'dev_eui'

const known = new Map<string, BatchQuery>()

/** A statement for rows of which some columns are the same in all. */
export interface BatchQuery {
  /** Of the prepared statement. */
  readonly name: string
  readonly text: string
  /** Whether a column is one parameter, instead of an array of them. */
  readonly isSame: readonly boolean[]
}

/**
 * The statement for these values, a list for each column. What is the same in all rows is sent once: most columns are,
 * and an array of each took more time than all else in the client.
 */
export function batchQuery(kind: Batched, values: readonly (readonly unknown[])[]): BatchQuery {
  const { columns, text } = BATCH[kind]
  const isSame = columns.map(([name], at) => {
    const column = values[at] ?? []
    return name !== ALWAYS && column.every((value) => value === column[0])
  })
  const name = `claimtag-${kind}-batch-2-${isSame.map(Number).join('')}`
  const query = known.get(name) ?? { name, text: text(table(columns, isSame)), isSame }
  known.set(name, query)
  return query
}

function table(columns: readonly Column[], isSame: readonly boolean[]): string {
  const each = columns.map(([name, type], at) => (isSame[at] ? `$${at + 1}::${type} AS ${name}` : name))
  const varying = columns.flatMap(([name, type], at) =>
    isSame[at] ? [] : [{ name, array: `$${at + 1}::${type}[]` }],
  )
  const arrays = varying.map(({ array }) => array).join(', ')
  const names = varying.map(({ name }) => name).join(', ')
  return `(SELECT ${each.join(', ')} FROM unnest(${arrays}) AS given (${names}))`
}
