import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { thingpark } from '@claimtag/core'
import { createIssuer, createSealer, randomTokens } from '@claimtag/online'
import { postgresStore } from '@claimtag/online/postgres'
import { startPostgres } from '../../../packages/online/test/postgres-server.mjs'
import { device } from '../batch/devices.mjs'
import { median } from '../measure.mjs'
import { openPool } from '../online/stores.mjs'

const RUN = fileURLToPath(new URL('../online/run.mjs', import.meta.url))
const ROUNDS = 2
/** Of `issueMany`: rows of a statement, and statements under way. */
const [BATCH, IN_FLIGHT] = [500, 2]
const GROWTH_ROWS = 50_000

/**
 * Costs of `issueMany` at a PostgreSQL of its own, as test/sim/fleet has them. What the database takes is that of the
 * store alone, with its fsync.
 */
export function measureIssues() {
  return withServer(async (where) => {
    const [whole, alone] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      whole.push((await run(where, false)).mainUs)
      alone.push((await run(where, true)).perSecond)
    }
    const row = 1 / median(alone)
    return { client: median(whole) / 1e6, row, statement: 0, batch: BATCH, inFlight: IN_FLIGHT }
  })
}

/** Bytes that a sealed code takes in the table with its indexes, and in the log before that. */
export function measureGrowth(partitions) {
  return withServer(async (where) => {
    const pool = openPool(where)
    try {
      const issuer = createIssuer({
        format: thingpark,
        tokens: randomTokens(fill),
        store: postgresStore(pool, { partitions }),
        sealer: createSealer({ keys: [{ id: '1', key: randomBytes(32) }] }),
      })
      const issue = async (from, to) => {
        const devices = Array.from({ length: to - from }, (_, at) => {
          const { devEui, joinEui, serialNumber } = device(from + at)
          return { devEui, joinEui, serialNumber }
        })
        for await (const { ok } of issuer.issueMany(devices))
          if (!ok) throw new Error('a device has not been issued')
      }
      // The tables are made with the first.
      await issue(0, 1)
      const ask = async (sql, values) => (await pool.query(sql, values)).rows[0]
      const { at } = await ask('SELECT pg_current_wal_insert_lsn()::text AS at')
      await issue(1, GROWTH_ROWS)
      const { wal } = await ask(
        'SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn)::float8 AS wal',
        [at],
      )
      // Of a partitioned table the parts are counted; without any, the table is its only part.
      const { bytes } = await ask(
        "SELECT sum(pg_total_relation_size(relid))::float8 AS bytes FROM pg_partition_tree('claimtag_code')",
      )
      const { unparted } = await ask("SELECT pg_total_relation_size('claimtag_code')::float8 AS unparted")
      return {
        partitions,
        rows: GROWTH_ROWS,
        bytes: (bytes || unparted) / GROWTH_ROWS,
        wal: wal / GROWTH_ROWS,
      }
    } finally {
      await pool.end()
    }
  })
}

function fill(bytes) {
  return crypto.getRandomValues(bytes)
}

async function withServer(work) {
  const server = await startPostgres()
  try {
    return await work(server.connectionString)
  } finally {
    server.close()
  }
}

async function run(where, isAlone) {
  const options = JSON.stringify({ store: 'postgres', where, many: 20_000, isAlone })
  const child = spawn(process.execPath, [RUN, options], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (text) => (out += text))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`issueMany ended with ${code}`)
  return JSON.parse(out)
}
