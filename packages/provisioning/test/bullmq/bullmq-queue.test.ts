import { bullmqQueue, openRedis, redisRates } from '@claimtag/provisioning/bullmq'
import type { BullmqQueue, OpenRedis } from '@claimtag/provisioning/bullmq'
import { workQueue } from '@claimtag/provisioning/queue'
import { queueContract, ratesContract } from '@claimtag/provisioning/queue-contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fleet, jobOf } from '../batch/fleet.ts'
import { hasRedis, startRedis } from '../redis-server.mjs'
import type { RedisServer } from '../redis-server.mjs'

function queued(index: number) {
  const { record, choice } = jobOf(index)
  return { devEui: record.devEui, record: String(index), choice, priority: 100 }
}

describe.skipIf(!hasRedis())('BullMQ on Redis', () => {
  let server: RedisServer
  let redis: OpenRedis
  const queues: BullmqQueue[] = []
  beforeAll(async () => {
    server = await startRedis()
    redis = openRedis(server.url)
  })
  afterAll(async () => {
    await Promise.all(queues.map((queue) => queue.close()))
    await redis.quit()
    await server.close()
  })
  // A lock of three seconds: on a busy machine, a third of one was over before it was renewed.
  function open(name: string, more = {}): BullmqQueue {
    const queue = bullmqQueue(redis, { name, stalledMs: 1000, ...more })
    queues.push(queue)
    return queue
  }

  test.each(queueContract(open))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
  test.each(ratesContract((name) => redisRates(redis, { name })))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  test('its limiter holds for all workers', async () => {
    const limiter = { max: 2, duration: 600_000 }
    const [one, other] = [open('limited', { limiter }), open('limited', { limiter })]
    await one.add([queued(1), queued(2), queued(3)])
    const claim = { holder: 'a', leaseMs: 60_000, most: 3 }
    const taken = [...(await one.claim(claim)), ...(await other.claim(claim))]
    expect(taken).toHaveLength(2)
  })

  test('a worker goes on when Redis was killed in the middle, and no device is lost or done twice', async () => {
    const { options: world, calls } = fleet()
    const queue = open('killed')
    const devices = Array.from({ length: 30 }, (_, index) => queued(index))
    expect(await queue.add(devices)).toEqual({ added: 30, known: 0 })
    let crash: Promise<void> | undefined
    const { ports, store, session } = world
    const report = await workQueue({
      ports,
      store,
      session,
      queue,
      holder: 'worker',
      recordOf: async ({ record }) => jobOf(Number(record)).record,
      untilEmpty: true,
      pollMs: 50,
      onEvent: ({ type }) => {
        if (type === 'settled') crash ??= server.crash()
      },
    })
    await crash
    expect(report.done + report.lost).toBeGreaterThanOrEqual(30)
    expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0, done: 30, dead: 0 })
    expect([calls.length, new Set(calls).size]).toEqual([120, 120])
  })

  test('a Redis without room refuses what would need some, loses nothing, and goes on when it has room', async () => {
    const { options: world, calls } = fleet()
    const queue = open('full')
    expect(await queue.add(Array.from({ length: 20 }, (_, index) => queued(index)))).toMatchObject({
      added: 20,
    })
    let [settled, refused] = [0, 0]
    const steps: Promise<unknown>[] = []
    /** It can be looked at meanwhile, and says to who adds that its memory is full. */
    async function lookAndAdd(): Promise<void> {
      await expect(queue.add([queued(99)])).rejects.toThrow(/^OOM /)
      expect((await queue.counts()).done).toBeLessThan(20)
    }
    const { ports, store, session } = world
    const report = await workQueue({
      ports,
      store,
      session,
      queue,
      holder: 'worker',
      recordOf: async ({ record }) => jobOf(Number(record)).record,
      untilEmpty: true,
      pollMs: 20,
      onEvent({ type }) {
        if (type === 'settled' && (settled += 1) === 5) steps.push(server.configure('maxmemory', '1'))
        if (type !== 'queue-failed' || (refused += 1) !== 3) return
        steps.push(lookAndAdd().then(() => server.configure('maxmemory', '0')))
      },
    })
    await Promise.all(steps)
    expect(refused).toBeGreaterThanOrEqual(3)
    expect(report).toMatchObject({ done: 20, dead: 0, lost: 0 })
    expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0, done: 20, dead: 0 })
    expect([calls.length, new Set(calls).size]).toEqual([80, 80])
    expect(await queue.add([queued(99)])).toEqual({ added: 1, known: 0 })
  })

  test('what Redis keeps has no part of a token', async () => {
    const dump: string[] = []
    const keys = (await redis.eval("return redis.call('KEYS', 'bull:killed:device-*')", 0)) as string[]
    for (const key of keys) {
      // A lock is a text, and a job a hash.
      if (key.endsWith(':lock')) continue
      dump.push(String(await redis.eval("return redis.call('HGETALL', KEYS[1])", 1, key)))
    }
    expect(dump).toHaveLength(30)
    for (let index = 0; index < 30; index += 1)
      expect(dump.join()).not.toContain((jobOf(index).record.ownerToken ?? '').slice(0, 12))
  })
})
