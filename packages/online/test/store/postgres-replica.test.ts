import { thingpark } from '@claimtag/core'
import { createIssuer, plaintext, randomTokens, type CodeStore, type Issuer } from '@claimtag/online'
import { postgresStore, type PgPool, type ReplicaEvent } from '@claimtag/online/postgres'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasPostgres, startPostgres, type PostgresReplica, type PostgresServer } from '../postgres-server.mjs'

const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
const joinEui = '70B3D57ED0000002'
const [first, second] = ['70B3D57ED00A0004', '70B3D57ED00A0005']

async function listed(issuer: Issuer): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { device } of issuer.list()) found.push(device.devEui)
  return found
}

function poolAt(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 4, connectionTimeoutMillis: 2000 })
  pool.on('error', () => undefined)
  return pool
}

describe.skipIf(!hasPostgres())('a hot standby of PostgreSQL', () => {
  let server: PostgresServer
  let replica: PostgresReplica
  let primary: Pool
  let standby: Pool
  /** What was asked of which of them. */
  const asked: string[] = []
  /** What was told of it. */
  const events: ReplicaEvent[] = []

  function told(name: string, pool: Pool): PgPool {
    return {
      connect: () => pool.connect(),
      query(query) {
        if (query.name !== undefined) asked.push(`${name} ${query.name.split('-')[1]}`)
        return pool.query({ ...query, values: query.values ?? [] })
      },
    }
  }

  function openStore(): CodeStore {
    return postgresStore(told('primary', primary), {
      reads: told('replica', standby),
      onEvent: (event) => events.push(event),
    })
  }

  function issuerOf(realm: string): Issuer {
    return createIssuer({ format: thingpark, tokens, store: openStore(), sealer: plaintext, realm })
  }

  async function replay(word: 'pause' | 'resume'): Promise<void> {
    await standby.query(`SELECT pg_wal_replay_${word}()`)
    const state = word === 'pause' ? 'paused' : 'not paused'
    while ((await standby.query('SELECT pg_get_wal_replay_pause_state() AS state')).rows[0]?.state !== state)
      await new Promise((resolve) => setTimeout(resolve, 5))
  }

  /** Waits until the replica has all that the primary has committed. */
  async function caughtUp(): Promise<void> {
    const { rows } = await primary.query('SELECT pg_current_wal_lsn()::text AS lsn')
    const sent = 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS has_all'
    while ((await standby.query(sent, [rows[0]?.lsn])).rows[0]?.has_all !== true)
      await new Promise((resolve) => setTimeout(resolve, 5))
  }

  beforeAll(async () => {
    server = await startPostgres()
    primary = poolAt(server.connectionString)
    await postgresStore(primary).list({ realm: '', limit: 1 })
    replica = await server.replica()
    standby = poolAt(replica.connectionString)
  })
  afterAll(async () => {
    await Promise.all([primary.end(), standby.end()])
    server.close()
  })

  test('cannot be given for a store: it takes no writing', async () => {
    const issuer = createIssuer({
      format: thingpark,
      tokens,
      store: postgresStore(standby),
      sealer: plaintext,
    })
    const refusal = { issue: { code: 'store-failed', retryable: true } }
    await expect(issuer.issue({ devEui: first, joinEui })).rejects.toMatchObject(refusal)
  })

  test('answers find and list, and nothing else', async () => {
    const issuer = issuerOf('looks')
    const { text } = await issuer.issue({ devEui: first, joinEui })
    await caughtUp()
    asked.length = 0
    expect(await issuer.find(first)).toMatchObject({ text, isRevoked: false })
    expect(await listed(issuer)).toHaveLength(1)
    expect(new Set(asked)).toEqual(new Set(['replica find', 'replica list']))
    asked.length = 0
    expect(await issuer.issue({ devEui: first, joinEui })).toMatchObject({ text, isNew: false })
    await issuer.reissue({ devEui: first, joinEui }, { reason: 'torn' })
    await issuer.revoke(first, { reason: 'torn' })
    await issuer.find(first, { isLatest: true })
    expect(asked.filter((one) => one.startsWith('replica'))).toEqual([])
  })

  test('that lags shows what was, never that a code is missing, and decides nothing', async () => {
    const issuer = issuerOf('lags')
    const { text } = await issuer.issue({ devEui: first, joinEui })
    await caughtUp()
    await replay('pause')
    try {
      await issuer.revoke(first, { reason: 'torn' })
      const { text: other } = await issuer.issue({ devEui: second, joinEui })
      expect(await issuer.find(first)).toMatchObject({ text, isRevoked: false })
      expect(await issuer.find(first, { isLatest: true })).toMatchObject({ isRevoked: true })
      expect(await issuer.find(second)).toMatchObject({ text: other })
      expect(await listed(issuer)).toHaveLength(1)
      const revoked = { issue: { code: 'code-revoked' } }
      await expect(issuer.issue({ devEui: first, joinEui })).rejects.toMatchObject(revoked)
      expect(await issuer.issue({ devEui: second, joinEui })).toMatchObject({ text: other, isNew: false })
    } finally {
      await replay('resume')
    }
    await caughtUp()
    expect(await issuer.find(first)).toMatchObject({ isRevoked: true })
  })

  test('that has another schema is not asked', async () => {
    await primary.query('UPDATE claimtag_schema SET version = 2')
    await caughtUp()
    await replay('pause')
    try {
      await primary.query('UPDATE claimtag_schema SET version = 3')
      const store = openStore()
      asked.length = 0
      expect(await store.replica?.find({ realm: 'lags', devEui: first as never })).toBeDefined()
      expect(asked).toEqual(['primary find'])
      expect(events.splice(0)).toEqual([{ type: 'replica-away', code: 'other-schema' }])
    } finally {
      await replay('resume')
    }
  })

  test('that is away is done without, which is told once, and once that it is back', async () => {
    const issuer = issuerOf('away')
    const { text } = await issuer.issue({ devEui: first, joinEui })
    await caughtUp()
    expect(await issuer.find(first)).toMatchObject({ text })
    expect(events).toEqual([])
    const restarted = replica.crash()
    while (events.length === 0) expect(await issuer.find(first)).toMatchObject({ text })
    expect(await listed(issuer)).toHaveLength(1)
    // A connection that was cut off has no code.
    expect(events.map(({ type }) => type)).toEqual(['replica-away'])
    await restarted
    while (events.length === 1) {
      expect(await issuer.find(first)).toMatchObject({ text })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(events[1]).toEqual({ type: 'replica-back', awayMs: expect.any(Number) })
    asked.length = 0
    expect(await issuer.find(first)).toMatchObject({ text })
    expect(asked).toEqual(['replica find'])
    expect(events).toHaveLength(2)
  })
})
