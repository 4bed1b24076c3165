import { fault, type Failure } from '@claimtag/provisioning'
import { memoryQueue, workQueue } from '@claimtag/provisioning/queue'
import type { ProvisioningQueue, QueuedDevice, WorkEvent, WorkOptions } from '@claimtag/provisioning/queue'
import { describe, expect, test } from 'vitest'
import { devEuiOf, fleet, jobOf } from '../batch/fleet.ts'

function queuedOf(index: number, more: Partial<QueuedDevice> = {}): QueuedDevice {
  const { record, choice } = jobOf(index)
  return { devEui: record.devEui, record: String(index), choice, priority: 100, ...more }
}

const failing = async (): Promise<never> => Promise.reject(new Error('away'))

/** A queue of so many devices, on the clock of a fleet of servers, and what its workers need. */
async function company(
  count: number,
  world = fleet(),
  change?: (queue: ProvisioningQueue) => Partial<ProvisioningQueue>,
) {
  const plain = memoryQueue(() => world.clock.now())
  await plain.add(Array.from({ length: count }, (_, index) => queuedOf(index)))
  const queue = { ...plain, ...change?.(plain) }
  const events: WorkEvent[] = []
  const { ports, store, session, clock, random } = world.options
  const options: WorkOptions = {
    ports,
    store,
    session,
    clock,
    random,
    queue,
    holder: 'worker',
    recordOf: async ({ record }) => jobOf(Number(record)).record,
    untilEmpty: true,
    onEvent: (event) => void events.push(event),
  }
  return { ...world, queue, plain, events, options }
}

const REASON = { ok: false, step: 'claim', code: 'claim-refused', retryable: false }

describe('workQueue', () => {
  test('provisions all devices of a queue, so many at once, and ends', async () => {
    const { options, queue, calls, mostUnderWay } = await company(30)
    expect(await workQueue({ ...options, concurrency: 5 })).toEqual({
      done: 30,
      retried: 0,
      dead: 0,
      lost: 0,
    })
    expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, active: 0, done: 30, dead: 0 })
    expect([mostUnderWay(), calls.length, new Set(calls).size]).toEqual([5, 120, 120])
  })

  test('a queue is told of several devices at once, and of none later than in a second', async () => {
    const { options, plain, clock } = await company(40)
    const told: number[] = []
    let asked = 0
    const queue: ProvisioningQueue = {
      ...plain,
      claim: (request) => (asked++, plain.claim(request)),
      finish: (claim) => (told.push(clock.now()), plain.finish(claim)),
    }
    expect(await workQueue({ ...options, queue, concurrency: 8 })).toMatchObject({ done: 40 })
    expect(new Set(told).size).toBeLessThanOrEqual(asked + 1)
    expect(asked).toBeLessThanOrEqual(10)

    // Devices that take long, and every place, do not hold up what became of another one.
    const long = fleet({
      network: (devEui) =>
        devEui === devEuiOf(0) ? undefined : fault('rate-limited', { status: 429, retryAfterSeconds: 20 }),
    })
    const slow = await company(3, long)
    const start = slow.clock.now()
    const stop = new AbortController()
    let took = 0
    const onEvent = (event: WorkEvent): void => {
      if (event.type !== 'settled' || event.devEui !== devEuiOf(0)) return
      took = slow.clock.now() - start
      stop.abort()
    }
    expect(await workQueue({ ...slow.options, concurrency: 2, onEvent, signal: stop.signal })).toMatchObject({
      done: 1,
    })
    expect(took).toBeGreaterThan(0)
    expect(took).toBeLessThan(2000)
  })

  test('several workers share the devices, and ask nothing twice', async () => {
    const { options, calls } = await company(40)
    const reports = await Promise.all([workQueue(options), workQueue(options), workQueue(options)])
    expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(40)
    expect(Math.min(...reports.map(({ done }) => done))).toBeGreaterThan(0)
    expect(new Set(calls).size).toBe(calls.length)
  })

  test('a device that cannot be provisioned is dead with its reason, and goes on when it is requeued', async () => {
    let isWrong = true
    const world = fleet({
      claim: (devEui) => (isWrong && devEui === devEuiOf(3) ? fault('claim-refused') : undefined),
    })
    const { options, queue } = await company(8, world)
    expect(await workQueue(options)).toMatchObject({ done: 7, dead: 1 })
    const [dead] = await queue.list({ state: 'dead', limit: 9 })
    expect(dead).toMatchObject({ devEui: devEuiOf(3), attempts: 1, reason: REASON })
    expect(JSON.stringify(dead)).not.toContain(jobOf(3).record.ownerToken)
    isWrong = false
    await queue.requeue()
    expect(await workQueue(options)).toMatchObject({ done: 1, dead: 0 })
  })

  test('what may succeed later is tried later, and is dead after so many attempts', async () => {
    let failures = 0
    const world = fleet({
      network: (devEui) => {
        if (devEui === devEuiOf(1)) return fault('server-failed', { status: 500, uncertain: false })
        if (devEui === devEuiOf(2) && failures++ < 7)
          return fault('server-failed', { status: 500, uncertain: false })
        return undefined
      },
    })
    const { options, queue } = await company(4, world)
    expect(await workQueue({ ...options, mostAttempts: 4 })).toMatchObject({
      done: 3,
      dead: 1,
      retried: 3 + 2,
    })
    const [dead] = await queue.list({ state: 'dead', limit: 9 })
    expect(dead).toMatchObject({
      attempts: 4,
      reason: { step: 'network-server', code: 'server-failed', status: 500 },
    })
    expect(world.callsOf('claim')).toHaveLength(4)
  })

  test('a server that asks to wait is waited for, and that is no attempt', async () => {
    let isFull = true
    const world = fleet({
      network: () => (isFull ? fault('rate-limited', { status: 429, retryAfterSeconds: 3600 }) : undefined),
    })
    const { options, queue, events } = await company(2, world)
    const start = world.clock.now()
    const working = workQueue({ ...options, mostAttempts: 1 })
    while (!events.some(({ type }) => type === 'settled'))
      await new Promise((resolve) => setImmediate(resolve))
    isFull = false
    expect(await working).toMatchObject({ done: 2, dead: 0 })
    expect(world.clock.now() - start).toBeGreaterThan(3_600_000)
    expect((await queue.list({ state: 'done', limit: 1 }))[0]).toMatchObject({ attempts: 1 })
  })

  test('a worker that is stopped makes no further step, and gives back what it holds', async () => {
    const { options, queue, calls } = await company(12)
    const stop = new AbortController()
    const report = await workQueue({
      ...options,
      signal: stop.signal,
      onEvent: (event) => event.type === 'step' && event.next === 'network-server' && stop.abort(),
    })
    // Two of them in advance, which were never begun.
    expect(report).toMatchObject({ done: 0, retried: 6, lost: 0 })
    expect(await queue.counts()).toMatchObject({ waiting: 12, active: 0 })
    expect((await queue.list({ state: 'waiting', limit: 1 }))[0]?.attempts).toBe(0)
    expect(await workQueue(options)).toMatchObject({ done: 12 })
    expect(new Set(calls).size).toBe(calls.length)
  })

  test('a lease is renewed as long as a device takes, and after it is lost nothing is settled', async () => {
    const slow = fleet()
    const { options, queue } = await company(1, slow)
    let renewals = 0
    const counted: ProvisioningQueue = {
      ...queue,
      renew: async (...asked) => (renewals++, queue.renew(...asked)),
    }
    // Four requests of 20 ms.
    expect(await workQueue({ ...options, queue: counted, leaseMs: 30 })).toMatchObject({ done: 1, lost: 0 })
    expect(renewals).toBeGreaterThanOrEqual(5)

    const { options: next, events, plain, calls } = await company(1)
    const taken: ProvisioningQueue = { ...plain, renew: async () => false }
    const stop = new AbortController()
    const onEvent = (event: WorkEvent): void => {
      events.push(event)
      if (event.type === 'lost') stop.abort()
    }
    const report = await workQueue({ ...next, queue: taken, leaseMs: 30, signal: stop.signal, onEvent })
    expect(report).toEqual({ done: 0, retried: 0, dead: 0, lost: 1 })
    expect(events.map(({ type }) => type)).toEqual(['claimed', 'step', 'lost'])
    expect(calls).toHaveLength(1)
  })

  test('a queue that does not answer is asked again, and a device is settled when it does', async () => {
    let away = 0
    const { options, events, calls } = await company(6, fleet(), (queue) => ({
      claim: (asked) => (away++ % 3 === 0 ? failing() : queue.claim(asked)),
      finish: (claim) => (away++ % 2 === 0 ? failing() : queue.finish(claim)),
      renew: () => failing(),
    }))
    expect(await workQueue(options)).toMatchObject({ done: 6, lost: 0 })
    expect(events.filter(({ type }) => type === 'queue-failed').length).toBeGreaterThan(0)
    expect(new Set(calls).size).toBe(calls.length)
  })

  test('a device without a record is dead, and one whose record cannot be read now waits for it', async () => {
    let looks = 0
    const { options, queue } = await company(3)
    const recordOf: WorkOptions['recordOf'] = async (device) => {
      if (device.record === '0') return undefined
      if (device.record === '1' && looks++ === 0) throw new Error('a secret')
      return options.recordOf(device)
    }
    expect(await workQueue({ ...options, recordOf })).toMatchObject({ done: 2, dead: 1, retried: 1 })
    const [dead] = await queue.list({ state: 'dead', limit: 3 })
    expect(dead).toMatchObject({ devEui: devEuiOf(0), reason: { step: 'scan', code: 'owner-token-missing' } })
    // A record of another device is none.
    const other = await company(1)
    const wrong = { ...other.options, recordOf: async () => jobOf(7).record }
    expect(await workQueue(wrong)).toMatchObject({ dead: 1 })
    expect(other.calls).toEqual([])
  })

  test('a device that ends its worker again and again is dead, and not tried any more', async () => {
    const { options, queue, clock, calls } = await company(1)
    for (let lost = 0; lost < 3; lost += 1) {
      expect(await queue.claim({ holder: 'killed', leaseMs: 1000, most: 1 })).toHaveLength(1)
      await clock.sleep(2000)
    }
    expect(await workQueue({ ...options, mostAttempts: 3 })).toMatchObject({ dead: 1 })
    expect(calls).toEqual([])
    const [dead] = await queue.list({ state: 'dead', limit: 1 })
    expect(dead).toMatchObject({ attempts: 4, reason: { code: 'connector-failed' } })
  })

  test('a paused queue is waited for, and one that drains is worked off to its end', async () => {
    const { options, queue, clock } = await company(4)
    await queue.setMode('paused')
    const working = workQueue({ ...options, untilEmpty: false })
    await clock.sleep(5000)
    expect(await queue.counts()).toMatchObject({ waiting: 4 })
    await queue.setMode('draining')
    expect(await working).toMatchObject({ done: 4 })
  })

  test('a device that another process has gone on with is looked at again', async () => {
    const { options, store } = await company(1)
    let isFirst = true
    const shared: typeof store = {
      ...store,
      async save(state, revision) {
        if (!isFirst) return store.save(state, revision)
        isFirst = false
        return { ok: false, code: 'state-moved-on' }
      },
    }
    expect(await workQueue({ ...options, store: shared })).toMatchObject({ retried: 1, done: 1 })
  })
})

test('no reason of a queue has a state in it', async () => {
  const { options, queue } = await company(1, fleet({ claim: () => fault('claim-refused') }))
  await workQueue(options)
  const [dead] = await queue.list({ state: 'dead', limit: 1 })
  expect(Object.keys(dead?.reason ?? ({} satisfies Partial<Failure>))).not.toContain('state')
})
