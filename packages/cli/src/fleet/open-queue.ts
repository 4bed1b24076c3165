import { isThere } from '@claimtag/disk'
import { postgresQueue, postgresStates } from '@claimtag/online/postgres'
import { sqliteQueue, sqliteStates } from '@claimtag/online/sqlite'
import type { ProvisioningStore } from '@claimtag/provisioning'
import type * as Bullmq from '@claimtag/provisioning/bullmq'
import type { ProvisioningQueue, QueuedDevice, QueueReason, SharedRates } from '@claimtag/provisioning/queue'
import { parseState } from '@claimtag/provisioning/schema'
import { resolve } from 'node:path'
import { isServer, openPool } from '../codes/open-store.ts'
import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'

/** The queue that a command was given, and what lies beside it. */
export interface OpenQueue {
  readonly queue: ProvisioningQueue
  readonly rates: SharedRates
  /** The states of devices, in the same database; those of a queue in Redis are in the portal's folder. */
  readonly states: ProvisioningStore | undefined
  /** Waits no longer for a server that is away and would answer when it is back: what was asked of it rejects. */
  readonly giveUp?: () => void
  readonly close: () => Promise<unknown>
}

/** Of a queue in Redis without a realm. */
const NAME = 'claimtag'

/**
 * Opens the queue that `--queue` names.
 *
 * @param create whether a file that is missing is made: commands that only look must not leave an empty one behind
 * @throws UsageError
 */
export async function openQueue(
  { flags }: Pick<Invocation, 'flags'>,
  { cwd }: Pick<Session, 'cwd'>,
  create: boolean,
): Promise<OpenQueue> {
  const where = text(flags['queue'])
  if (where === undefined)
    throw new UsageError('Say which queue: --queue queue.sqlite, postgres://… or redis://…')
  const realm = text(flags['realm']) ?? ''
  if (/^rediss?:/i.test(where)) return openRedisQueue(where, realm)
  const states = { realm, parse: parseState }
  if (isServer(where)) {
    const pool = await openPool(where)
    const queue = postgresQueue<QueuedDevice, QueueReason>(pool, { realm })
    return { queue, rates: queue.rates, states: postgresStates(pool, states), close: () => pool.end() }
  }
  const path = resolve(cwd, where)
  if (!create && !isThere(path))
    throw new UsageError(`There is no queue ${where}: claimtag provision --queue makes one.`)
  const queue = sqliteQueue<QueuedDevice, QueueReason>(path, { realm })
  const store = sqliteStates(path, states)
  const close = (): Promise<unknown> => Promise.all([queue.close(), store.close()])
  return { queue, rates: queue.rates, states: store, close }
}

async function openRedisQueue(url: string, realm: string): Promise<OpenQueue> {
  const { bullmqQueue, openRedis, redisRates } = await loadBullmq()
  const name = realm === '' ? NAME : realm
  if (name.includes(':')) throw new UsageError('--realm of a queue in Redis takes no colon.')
  const redis = openRedis(url)
  const queue = bullmqQueue(redis, { name })
  const giveUp = (): void => {
    if (redis.status !== 'ready') redis.disconnect()
  }
  return {
    queue,
    rates: redisRates(redis, { name }),
    states: undefined,
    giveUp,
    async close() {
      const isReady = redis.status === 'ready'
      giveUp()
      const closed = queue.close()
      if (!isReady) {
        // It waits for an answer that does not come any more.
        closed.catch(() => undefined)
        return
      }
      await closed
      await redis.quit()
    },
  }
}

async function loadBullmq(): Promise<typeof Bullmq> {
  try {
    return await import('@claimtag/provisioning/bullmq')
  } catch {
    throw new UsageError('A queue in Redis needs two packages: npm install --global bullmq ioredis')
  }
}
