import type { Dialect } from './dialect.ts'

/** The statements of a queue of devices, and of the rates of its servers. `$1` is always the realm. */
export interface QueueStatements {
  readonly addDevice: string
  readonly claimDevices: string
  readonly renewDevice: string
  readonly settleDevice: string
  readonly giveBackDevice: string
  readonly requeueDevice: string
  readonly requeueAll: string
  readonly countDevices: string
  readonly listDue: string
  readonly listLater: string
  readonly listEnded: string
  readonly findMode: string
  readonly setMode: string
  readonly takeCalls: string
  readonly blockServer: string
  readonly listServers: string
}

export function queueStatements({ now, exactNow, larger, oneOf }: Dialect): QueueStatements {
  const held = `realm = $1 AND dev_eui = $2 AND lease = $3 AND holder <> '' AND state = 'open' AND next_at > ${now}`
  const due = `SELECT dev_eui FROM claimtag_queue
    WHERE realm = $1 AND state = 'open' AND next_at <= ${now}
      AND NOT EXISTS (SELECT 1 FROM claimtag_queue_mode WHERE realm = $1 AND mode = 'paused')
    ORDER BY priority, next_at, dev_eui LIMIT $4`
  const listed = 'SELECT dev_eui, priority, attempts, reason FROM claimtag_queue'
  // The time of the next call of all workers; a server that asked for a pause gets none before.
  const first = `${larger}(${larger}(claimtag_rate.next_at, claimtag_rate.blocked_until), ${exactNow})`
  const taken = 'CAST($3 AS DOUBLE PRECISION) * CAST($4 AS INTEGER)'
  return {
    addDevice: `INSERT INTO claimtag_queue (realm, dev_eui, priority, state, next_at, lease, attempts, holder, device)
      SELECT $1, $2, CAST($3 AS INTEGER), 'open', ${now}, 0, 0, '', $4
      WHERE NOT EXISTS (SELECT 1 FROM claimtag_queue_mode WHERE realm = $1 AND mode = 'draining')
      ON CONFLICT (realm, dev_eui) DO UPDATE SET priority = excluded.priority, state = 'open', next_at = excluded.next_at,
        attempts = 0, device = excluded.device, reason = NULL
      WHERE claimtag_queue.state = 'done' AND CAST($5 AS INTEGER) = 1 RETURNING dev_eui`,
    // A lease that is over leaves the device due, whatever became of its holder.
    claimDevices: `UPDATE claimtag_queue SET lease = lease + 1, attempts = attempts + 1, holder = $2, next_at = ${now} + $3
      WHERE realm = $1 AND ${oneOf('dev_eui', due)} RETURNING lease, attempts, device, priority, dev_eui`,
    renewDevice: `UPDATE claimtag_queue SET next_at = ${now} + $4 WHERE ${held} RETURNING lease`,
    settleDevice: `UPDATE claimtag_queue SET state = $4, holder = '', reason = $5 WHERE ${held} RETURNING lease`,
    // Without a reason it was no failure: the attempt does not count, and the reason of the last one stays.
    giveBackDevice: `UPDATE claimtag_queue SET holder = '', next_at = ${now} + $4, reason = COALESCE($5, reason),
        attempts = attempts - CASE WHEN $5 IS NULL THEN 1 ELSE 0 END
      WHERE ${held} RETURNING lease`,
    requeueDevice: `UPDATE claimtag_queue SET state = 'open', next_at = ${now}, attempts = 0
      WHERE realm = $1 AND dev_eui = $2 AND state = 'dead' RETURNING dev_eui`,
    requeueAll: `UPDATE claimtag_queue SET state = 'open', next_at = ${now}, attempts = 0
      WHERE realm = $1 AND state = 'dead' RETURNING dev_eui`,
    countDevices: `SELECT CASE WHEN state <> 'open' THEN state WHEN next_at <= ${now} THEN 'waiting'
        WHEN holder <> '' THEN 'active' ELSE 'delayed' END AS what, COUNT(*) AS devices
      FROM claimtag_queue WHERE realm = $1 GROUP BY 1`,
    listDue: `${listed} WHERE realm = $1 AND state = 'open' AND next_at <= ${now} ORDER BY dev_eui LIMIT $2 OFFSET $3`,
    listLater: `${listed} WHERE realm = $1 AND state = 'open' AND next_at > ${now} AND (holder <> '') = ($4 = 1)
      ORDER BY dev_eui LIMIT $2 OFFSET $3`,
    listEnded: `${listed} WHERE realm = $1 AND state = $4 ORDER BY dev_eui LIMIT $2 OFFSET $3`,
    findMode: `SELECT mode FROM claimtag_queue_mode WHERE realm = $1`,
    setMode: `INSERT INTO claimtag_queue_mode (realm, mode) VALUES ($1, $2)
      ON CONFLICT (realm) DO UPDATE SET mode = excluded.mode RETURNING mode`,
    // One statement, so one worker after the other: each gets times of its own. Beyond the horizon, none are given.
    takeCalls: `INSERT INTO claimtag_rate (realm, server, next_at, blocked_until, granted)
      VALUES ($1, $2, ${exactNow} + ${taken}, 0, CAST($4 AS INTEGER))
      ON CONFLICT (realm, server) DO UPDATE SET
        granted = CASE WHEN ${first} > ${exactNow} + $5 THEN 0 ELSE excluded.granted END,
        next_at = CASE WHEN ${first} > ${exactNow} + $5 THEN claimtag_rate.next_at
          ELSE ${first} + ${taken} END
      RETURNING granted, next_at, blocked_until, ${exactNow} AS at`,
    blockServer: `INSERT INTO claimtag_rate (realm, server, next_at, blocked_until, granted)
      VALUES ($1, $2, 0, ${exactNow} + $3, 0)
      ON CONFLICT (realm, server) DO UPDATE SET blocked_until = ${larger}(claimtag_rate.blocked_until, excluded.blocked_until)
      RETURNING granted`,
    listServers: `SELECT server, ${larger}(blocked_until - ${exactNow}, 0) AS blocked_ms FROM claimtag_rate
      WHERE realm = $1 ORDER BY server`,
  }
}
