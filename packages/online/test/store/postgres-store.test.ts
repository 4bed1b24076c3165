import { thingpark } from '@claimtag/core'
import { createIssuer, plaintext, randomTokens } from '@claimtag/online'
import type { Clock, CodeStore } from '@claimtag/online'
import { storeContract } from '@claimtag/online/contract'
import { postgresStates, postgresStore } from '@claimtag/online/postgres'
import { parseState } from '@claimtag/provisioning/schema'
import { storeContract as stateContract } from '@claimtag/provisioning/store-contract'
import { Client, Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createNotifications } from '../../src/postgres/notifications.ts'
import { killRounds } from '../crash/kill-rounds.mjs'
import { hasPostgres, startPostgres } from '../postgres-server.mjs'
import type { PostgresServer } from '../postgres-server.mjs'

const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }

/** How many devices of the realm `woken` are held. */
async function reservedIn(pool: Pool): Promise<number> {
  return (await pool.query(`SELECT 1 FROM claimtag_code WHERE realm = 'woken'`)).rowCount ?? 0
}

describe.skipIf(!hasPostgres())('PostgreSQL', () => {
  let server: PostgresServer
  const pools: Pool[] = []

  /** A pool over a database of its own. */
  async function poolOf(database: string, options = '', max = 8): Promise<Pool> {
    const admin = new Client({ connectionString: server.connectionString })
    await admin.connect()
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${database}`)
    await admin.end()
    const connectionString = `${server.connectionString.replace(/[^/]+$/, database)}?options=${encodeURIComponent(options)}`
    const pool = new Pool({ connectionString, max })
    pool.on('error', () => undefined)
    pools.push(pool)
    return pool
  }

  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    server.close()
  })

  describe.each([
    ['as it is', 'plain', '', 0],
    ['in eight hash partitions', 'parts', '', 8],
    ['at SERIALIZABLE', 'serializable', '-c default_transaction_isolation=serializable', 0],
  ])('%s', (_, database, options, partitions) => {
    let store: CodeStore
    beforeAll(async () => {
      store = postgresStore(await poolOf(database, options), { partitions })
    })
    test.each(storeContract(() => store))('$name', async ({ run }) => {
      await expect(run()).resolves.toBeUndefined()
    })
  })

  describe.each([
    ['as it is', 'plain', ''],
    ['at SERIALIZABLE', 'serializable', '-c default_transaction_isolation=serializable'],
  ])('states, %s', (_, database, options) => {
    let shared: Promise<Pool> | undefined
    const open = async (realm: string) => {
      shared ??= poolOf(database, options, 4)
      return postgresStates(await shared, { realm, parse: parseState })
    }
    test.each(stateContract(open, { hasRealms: true }))('$name', async ({ run }) => {
      await expect(run()).resolves.toBeUndefined()
    })
  })

  test('ten processes that start at once make one schema', async () => {
    await poolOf('started')
    const all = await Promise.all(
      Array.from({ length: 10 }, async () =>
        postgresStore(await poolOf('started')).list({ realm: '', limit: 1 }),
      ),
    )
    expect(all).toEqual(Array.from({ length: 10 }, () => []))
  })

  test('a database of newer software is refused', async () => {
    const pool = await poolOf('newer')
    await postgresStore(pool).list({ realm: '', limit: 1 })
    await pool.query('UPDATE claimtag_schema SET version = 99')
    const refusal = { issue: { code: 'database-too-new', version: 99, known: 3, retryable: false } }
    await expect(postgresStore(pool).list({ realm: '', limit: 1 })).rejects.toMatchObject(refusal)
  })

  test('what is asked at once goes out together, in few statements', async () => {
    const pool = await poolOf('plain')
    const store = postgresStore(pool)
    await store.list({ realm: '', limit: 1 })
    const sent: string[] = []
    const counting = postgresStore({
      connect: () => pool.connect(),
      query: (query) => {
        sent.push(query.name ?? '')
        return pool.query({ ...query, values: query.values ?? [] })
      },
    })
    const issuer = createIssuer({
      format: thingpark,
      tokens,
      store: counting,
      sealer: plaintext,
      realm: 'together',
    })
    const devices = Array.from({ length: 900 }, (_, at) => ({
      ...device,
      devEui: (at + 1).toString(16).padStart(16, '0'),
    }))
    const issued = await Promise.all([...devices, ...devices].map((one) => issuer.issue(one)))
    expect(new Set(issued.map(({ text }) => text)).size).toBe(900)
    expect(sent.filter((name) => name.startsWith('claimtag-insert')).length).toBeLessThan(20)
  })

  test('batches that overlap in any order do not deadlock', async () => {
    const stores = await Promise.all(
      Array.from({ length: 4 }, async () => postgresStore(await poolOf('plain'))),
    )
    const keys = Array.from({ length: 400 }, (_, at) => ({
      realm: 'overlap',
      devEui: at.toString(16).padStart(16, '0').toUpperCase() as never,
    }))
    const lease = { leaseMs: 60_000, holder: '' }
    const all = await Promise.all(
      stores.flatMap((store, turn) =>
        [...keys.slice(turn * 100), ...keys.slice(0, turn * 100)].map((key) => store.reserve(key, lease)),
      ),
    )
    expect(all.filter(({ status }) => status === 'reserved')).toHaveLength(400)
  })

  test('a request that waits is woken by another process, without asking at intervals', async () => {
    const [working, waiting] = [await poolOf('plain'), await poolOf('plain')]
    const idle: Clock = {
      now: () => 0,
      sleep: (_, signal) => new Promise((resolve) => signal?.addEventListener('abort', resolve)),
    }
    const isListening = async (): Promise<boolean> =>
      ((
        await working.query(
          `SELECT 1 FROM pg_stat_activity WHERE query = 'LISTEN claimtag_code' AND state = 'idle'`,
        )
      ).rowCount ?? 0) > 0
    const common = { format: thingpark, sealer: plaintext, realm: 'woken', clock: idle }
    const first = createIssuer({
      ...common,
      store: postgresStore(working),
      async tokens() {
        while (!(await isListening())) await new Promise((resolve) => setTimeout(resolve, 20))
        return 'ecQSH8YIV9/+/HS5mcyF8Q=='
      },
    })
    const second = createIssuer({
      ...common,
      store: postgresStore(waiting),
      tokens: () => Promise.reject(new Error('not the first')),
    })
    const asked = first.issue(device)
    while ((await first.find(device.devEui)) === undefined && (await reservedIn(working)) === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    const [one, other] = await Promise.all([asked, second.issue(device)])
    expect(other).toMatchObject({ text: one.text, isNew: false })
  })

  test('a small pool keeps its connections for work, and a pool that ends is not held up', async () => {
    const pool = new Pool({ connectionString: server.connectionString, max: 2 })
    const { next } = createNotifications(pool)
    const ended = new AbortController()
    const waiting = next({ realm: '', devEui: device.devEui as never }, ended.signal)
    await pool.query('SELECT 1')
    expect(pool.totalCount).toBe(1)
    ended.abort()
    await waiting
    await pool.end()
  })

  test('a server that is away is said, and is used again when it is back', async () => {
    const issuer = createIssuer({
      format: thingpark,
      tokens,
      store: postgresStore(await poolOf('plain')),
      sealer: plaintext,
    })
    const { text } = await issuer.issue(device)
    const crashing = server.crash()
    const during = await Promise.allSettled(Array.from({ length: 20 }, () => issuer.issue(device)))
    const refusals = during.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    const away = { issue: { code: 'store-failed', retryable: true } }
    expect(refusals).toEqual(
      refusals.map(() => expect.objectContaining({ issue: expect.objectContaining(away.issue) })),
    )
    await crashing
    const back = await issuer.issue(device).catch(() => issuer.issue(device))
    expect(back.text).toBe(text)
  })

  test('writers that are killed, and a server that is, lose nothing that was acknowledged', async () => {
    await poolOf('killed')
    const spec = `postgres:${server.connectionString.replace(/[^/]+$/, 'killed')}`
    const { acknowledged, missing, contradictions } = await killRounds({
      spec,
      rounds: 2,
      betweenKills: async (round) => {
        if (round === 1) await server.crash()
      },
    })
    expect({ missing, contradictions }).toEqual({ missing: 0, contradictions: 0 })
    expect(acknowledged).toBeGreaterThan(20)
  })
})
