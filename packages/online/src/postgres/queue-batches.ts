import { POSTGRES } from '../sql/dialect.ts'
import { KEY } from './batch-statement.ts'
import type { BatchStatement, Column } from './batch-statement.ts'

const { now } = POSTGRES
const LEASE: Column = ['lease', 'bigint']

/** What a queue says of many devices at once: it fills with them, and hears together what became of them. */
export const QUEUE_BATCH = {
  addDevice: {
    columns: [...KEY, ['priority', 'integer'], ['device', 'text'], ['again', 'integer']],
    text: (
      asked,
    ) => `INSERT INTO claimtag_queue (realm, dev_eui, priority, state, next_at, lease, attempts, holder, device)
      SELECT realm, dev_eui, priority, 'open', ${now}, 0, 0, '', device FROM ${asked} AS asked
      WHERE NOT EXISTS (SELECT 1 FROM claimtag_queue_mode AS mode WHERE mode.realm = asked.realm AND mode.mode = 'draining')
      ON CONFLICT (realm, dev_eui) DO UPDATE SET priority = excluded.priority, state = 'open', next_at = excluded.next_at,
        attempts = 0, device = excluded.device, reason = NULL
      WHERE claimtag_queue.state = 'done' AND (claimtag_queue.realm, claimtag_queue.dev_eui) IN
        (SELECT realm, dev_eui FROM ${asked} AS asked WHERE again = 1)
      RETURNING realm, dev_eui`,
  },
  settleDevice: {
    columns: [...KEY, LEASE, ['state', 'text'], ['reason', 'text']],
    text: (
      asked,
    ) => `UPDATE claimtag_queue AS device SET state = asked.state, holder = '', reason = asked.reason
      FROM ${asked} AS asked WHERE ${heldBy('asked')} RETURNING device.realm, device.dev_eui`,
  },
  renewDevice: {
    columns: [...KEY, LEASE, ['lease_ms', 'bigint']],
    text: (asked) => `UPDATE claimtag_queue AS device SET next_at = ${now} + asked.lease_ms
      FROM ${asked} AS asked WHERE ${heldBy('asked')} RETURNING device.realm, device.dev_eui`,
  },
} satisfies Record<string, BatchStatement>

function heldBy(asked: string): string {
  return `device.realm = ${asked}.realm AND device.dev_eui = ${asked}.dev_eui AND device.lease = ${asked}.lease
    AND device.holder <> '' AND device.state = 'open' AND device.next_at > ${now}`
}
