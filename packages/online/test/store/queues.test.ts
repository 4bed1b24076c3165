import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresQueue } from '@claimtag/online/postgres'
import { sqliteQueue, sqliteStates } from '@claimtag/online/sqlite'
import type { ProvisioningQueue, SharedRates } from '@claimtag/provisioning/queue'
import { parseState } from '@claimtag/provisioning/schema'
import { queueContract, ratesContract } from '@claimtag/provisioning/queue-contract'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createQueueStore } from '../../src/sql/queue-store.ts'
import { createRateStore } from '../../src/sql/rate-store.ts'
import { sqliteFile } from '../../src/sqlite/sqlite-file.ts'
import { hasPostgres, startPostgres } from '../postgres-server.mjs'
import type { PostgresServer } from '../postgres-server.mjs'

type Queue = ProvisioningQueue & { readonly rates: SharedRates }

function holds(open: (realm: string) => Queue): void {
  test.each(queueContract(open))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
  test.each(ratesContract((realm) => open(realm).rates))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
  test('many devices are added at once, and several claim them without a doubled one', async () => {
    const queue = open('many')
    const devices = Array.from({ length: 300 }, (_, index) => ({
      devEui: `70B3D57ED3${index.toString(16).toUpperCase().padStart(6, '0')}` as never,
      record: 'x',
      choice: { routingProfileId: 'busit' },
      priority: 100,
    }))
    expect(await queue.add(devices)).toEqual({ added: 300, known: 0 })
    const claimed: string[] = []
    const work = async (worker: ProvisioningQueue, holder: string): Promise<void> => {
      for (;;) {
        const claims = await worker.claim({ holder, leaseMs: 600_000, most: 20 })
        if (claims.length === 0) return
        claimed.push(...claims.map(({ devEui }) => devEui))
      }
    }
    await Promise.all(['a', 'b', 'c', 'd'].map((holder) => work(open('many'), holder)))
    expect([claimed.length, new Set(claimed).size]).toEqual([300, 300])
  })
}

describe('a queue in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-queue-'))
  // Two connections, as two processes have; to open one for each case would take longer than all the rest.
  const files = [1, 2].map(() => sqliteFile(join(folder, 'queue.sqlite')))
  let opened = 0
  afterAll(async () => {
    await Promise.all(files.map((file) => file.close()))
    rmSync(folder, { recursive: true })
  })
  holds((realm) => {
    const { ask } = files[opened++ % 2]!.commits
    return { ...createQueueStore(ask, { realm }), rates: createRateStore(ask, { realm }) }
  })

  test('is a file, which other stores may share', async () => {
    const path = join(folder, 'shared.sqlite')
    const [queue, states] = [
      sqliteQueue(path, { realm: '' }),
      sqliteStates(path, { realm: '', parse: parseState }),
    ]
    expect([await queue.mode(), await states.list({ limit: 1 })]).toEqual(['running', []])
    expect(await queue.rates.servers()).toEqual([])
    await Promise.all([queue.close(), states.close()])
  })
})

describe.skipIf(!hasPostgres())('a queue in PostgreSQL', () => {
  let server: PostgresServer
  const pools: Pool[] = []
  beforeAll(async () => {
    server = await startPostgres()
    for (const isolation of ['read committed', 'serializable']) {
      const connectionString = server.database(isolation.replace(' ', '_'))
      const options = `-c default_transaction_isolation=${isolation.replace(' ', '\\ ')}`
      const pool = new Pool({ connectionString, options, max: 8 })
      // A pool has ended before its connections have: the server that ends next tells them so.
      pool.on('error', () => undefined)
      pool.on('connect', (client) => client.on('error', () => undefined))
      pools.push(pool)
    }
  })
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    server.close()
  })
  describe.each([
    ['as it is', 0],
    ['at SERIALIZABLE', 1],
  ])('%s', (_, pool) => {
    holds((realm) => postgresQueue(pools[pool]!, { realm }) as Queue)
  })
})

const typed = (pool: Pool): ProvisioningQueue => postgresQueue(pool, { realm: '' })
const typedRates = (path: string): SharedRates => sqliteQueue(path, { realm: '' }).rates

test('a queue of a database is one of provisioning, without a word about its types', () => {
  expect([typed, typedRates]).toHaveLength(2)
})
