// The databases that the queue of the soak stands in: each opens its queue, its rates and the states of devices.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { postgresQueue, postgresStates } from '@claimtag/online/postgres'
import { sqliteQueue, sqliteStates } from '@claimtag/online/sqlite'
import { fileStore } from '@claimtag/provisioning/file-store'
import { parseState } from '@claimtag/provisioning/schema'
import { Pool } from 'pg'
import { hasPostgres, startPostgres } from '../../../packages/online/test/postgres-server.mjs'
import { hasRedis, startRedis } from '../../../packages/provisioning/test/redis-server.mjs'
import { say } from '../report/report.mjs'

const REALM = 'soak'
/** How long the memory of the database is full, and then its disk. */
const FULL_MS = 5000
const DISK = '512m'

/**
 * A Redis whose memory is full for a while, and then its disk, which is one of its own in memory.
 * It syncs each second: one that syncs always ends when its disk is full, as in a crash.
 */
async function startSmallRedis(folder) {
  const disk = `${folder}/disk`
  mkdirSync(disk)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk], {
    stdio: 'ignore',
  })
  if (status !== 0) {
    say('redis-full skipped: no disk of its own can be mounted; be root')
    return undefined
  }
  const server = await startRedis({ folder: disk, fsync: 'everysec' })
  return {
    kind: 'redis',
    where: server.url,
    async fillMemory() {
      await server.configure('maxmemory', '1')
      await sleep(FULL_MS)
      await server.configure('maxmemory', '0')
    },
    async fillDisk() {
      const filler = openSync(`${disk}/filler`, 'w')
      try {
        for (const piece = Buffer.alloc(1 << 20); ;) writeSync(filler, piece)
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error
      }
      closeSync(filler)
      await sleep(FULL_MS)
      rmSync(`${disk}/filler`)
    },
    async close() {
      await server.close()
      spawnSync('umount', [disk])
    },
  }
}

/** How a server that was cut off comes back, by the kind of database; SQLite has no server. */
export async function startBackend(kind, folder) {
  if (kind === 'sqlite') return { kind, where: `${folder}/queue.sqlite`, crash: undefined, async close() {} }
  if (kind.startsWith('redis')) {
    if (!hasRedis()) return undefined
    if (kind === 'redis-full') return startSmallRedis(folder)
    const server = await startRedis()
    return { kind, where: server.url, crash: () => server.crash(2000), close: () => server.close() }
  }
  if (!hasPostgres()) return undefined
  const server = await startPostgres()
  const where = server.connectionString
  return { kind, where, crash: () => server.crash(), close: async () => server.close() }
}

/** What a process of the soak works with. */
export async function openBackend({ kind, where }, folder, realm = REALM) {
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
    return {
      queue,
      rates: redisRates(redis, { name: realm }),
      store: fileStore(`${folder}/states-${realm}`),
      close,
    }
  }
  const pool = new Pool({ connectionString: where, max: 6 })
  pool.on('error', () => undefined)
  const queue = postgresQueue(pool, { realm })
  const store = postgresStates(pool, { realm, parse: parseState })
  return { queue, rates: queue.rates, store, close: () => pool.end() }
}
