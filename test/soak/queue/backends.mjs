// The databases that the queue of the soak stands in: each opens its queue, its rates and the states of devices.
import { postgresQueue, postgresStates } from '@claimtag/online/postgres'
import { sqliteQueue, sqliteStates } from '@claimtag/online/sqlite'
import { fileStore } from '@claimtag/provisioning/file-store'
import { parseState } from '@claimtag/provisioning/schema'
import { Pool } from 'pg'
import { hasPostgres, startPostgres } from '../../../packages/online/test/postgres-server.mjs'
import { hasRedis, startRedis } from '../../../packages/provisioning/test/redis-server.mjs'

const realm = 'soak'

/** How a server that was cut off comes back, by the kind of database; SQLite has no server. */
export async function startBackend(kind, folder) {
  if (kind === 'sqlite') return { kind, where: `${folder}/queue.sqlite`, crash: undefined, async close() {} }
  if (kind === 'redis') {
    if (!hasRedis()) return undefined
    const server = await startRedis()
    return { kind, where: server.url, crash: () => server.crash(2000), close: () => server.close() }
  }
  if (!hasPostgres()) return undefined
  const server = await startPostgres()
  const where = server.connectionString
  return { kind, where, crash: () => server.crash(), close: async () => server.close() }
}

/** What a process of the soak works with. */
export async function openBackend({ kind, where }, folder) {
  if (kind === 'sqlite') {
    const queue = sqliteQueue(where, { realm })
    const store = sqliteStates(where, { realm, parse: parseState })
    return { queue, rates: queue.rates, store, close: () => Promise.all([queue.close(), store.close()]) }
  }
  if (kind === 'redis') {
    const { bullmqQueue, openRedis, redisRates } = await import('@claimtag/provisioning/bullmq')
    const redis = openRedis(where)
    const queue = bullmqQueue(redis, { name: realm, stalledMs: 1000 })
    const close = () => queue.close().then(() => redis.quit())
    return { queue, rates: redisRates(redis, { name: realm }), store: fileStore(`${folder}/states`), close }
  }
  const pool = new Pool({ connectionString: where, max: 6 })
  pool.on('error', () => undefined)
  const queue = postgresQueue(pool, { realm })
  const store = postgresStates(pool, { realm, parse: parseState })
  return { queue, rates: queue.rates, store, close: () => pool.end() }
}
