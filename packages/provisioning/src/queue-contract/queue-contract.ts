import { failureAt } from '../failure.ts'
import type { Claim, ProvisioningQueue, QueueReason } from '../queue/provisioning-queue.ts'
import { reasonOf } from '../queue/reason-of.ts'
import type { ContractCase } from '../store-contract/store-contract.ts'
import { deviceOf, devEuisOf, equal, until } from './check.ts'
import { manyAtOnce } from './of-many.ts'

const HELD = { holder: 'contract', leaseMs: 600_000 }
/** Long enough to ask a queue something, short enough to be waited for. */
const SHORT = { holder: 'contract', leaseMs: 250 }
const REASON: QueueReason = reasonOf(
  failureAt('network-server', { code: 'conflict', status: 409 }, { devEui: deviceOf(0).devEui }),
)

/**
 * The requirements for every `ProvisioningQueue`, one case each.
 *
 * @param open opens the queue of a name; called several times, and each time for the same devices of that name
 *
 * @example
 * ```ts
 * import { memoryQueue, type ProvisioningQueue } from '@claimtag/provisioning/queue'
 * import { queueContract } from '@claimtag/provisioning/queue-contract'
 *
 * const queues = new Map<string, ProvisioningQueue>()
 * const open = (name: string) => queues.get(name) ?? queues.set(name, memoryQueue()).get(name)!
 * for (const { run } of queueContract(open).slice(0, 3)) await run()
 * ```
 */
export function queueContract(
  open: (name: string) => ProvisioningQueue | Promise<ProvisioningQueue>,
): readonly ContractCase[] {
  const start = Date.now().toString(36)
  let names = 0

  const on = (
    name: string,
    run: (queue: ProvisioningQueue, again: () => Promise<ProvisioningQueue>) => Promise<void>,
  ): ContractCase => ({
    name,
    async run() {
      names += 1
      const own = `contract-${start}-${names}`
      await run(await open(own), async () => open(own))
    },
  })

  return [
    on('a device is added once, and comes out as it was put in', async (queue) => {
      const device = deviceOf(1, {
        record: 'key-1.c2VhbGVk+/=',
        choice: { routingProfileId: 'länge', name: '"Valve" ✓', adopt: true },
        priority: 7,
        again: true,
      })
      equal('add', await queue.add([device, deviceOf(2)]), { added: 2, known: 0 })
      const other = deviceOf(1, { record: 'another', priority: 1 })
      equal('add again', await queue.add([other, deviceOf(3)]), { added: 1, known: 1 })
      const [claim] = await queue.claim({ ...HELD, most: 1 })
      equal('claim', claim, { ...device, lease: claim?.lease, attempt: 1 })
      equal('add what is held', await queue.add([device]), { added: 0, known: 1 })
    }),
    on('lower numbers of priority come first, and no more than was asked for', async (queue) => {
      const given = [
        deviceOf(1, { priority: 1000 }),
        deviceOf(2, { priority: 1 }),
        deviceOf(3, { priority: 50 }),
      ]
      await queue.add(given)
      const first = await queue.claim({ ...HELD, most: 2 })
      equal(
        'first',
        first.map(({ priority }) => priority),
        [1, 50],
      )
      const rest = await queue.claim({ ...HELD, most: 5 })
      equal(
        'rest',
        rest.map(({ priority }) => priority),
        [1000],
      )
      equal('none', await queue.claim({ ...HELD, most: 5 }), [])
    }),
    on('of many that claim at the same time, each gets other devices', async (queue, again) => {
      const other = await again()
      await queue.add(Array.from({ length: 24 }, (_, index) => deviceOf(index)))
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, at) => (at % 2 === 0 ? queue : other).claim({ ...HELD, most: 3 })),
      )
      const late = await queue.claim({ ...HELD, most: 30 })
      const taken = devEuisOf([...all, late].flat())
      equal('claimed', taken, devEuisOf(Array.from({ length: 24 }, (_, index) => deviceOf(index))))
    }),
    on('who holds a device settles it, once', async (queue, again) => {
      await queue.add([deviceOf(1)])
      const claim = await claimed(queue, HELD)
      equal('counts', await queue.counts(), { waiting: 0, delayed: 0, active: 1, done: 0, dead: 0 })
      equal('renew', await queue.renew(claim, 600_000), true)
      equal('foreign', await queue.finish({ ...claim, lease: '0' }), false)
      equal('finish', await (await again()).finish(claim), true)
      equal('counts', await queue.counts(), { waiting: 0, delayed: 0, active: 0, done: 1, dead: 0 })
      equal('renew', await queue.renew(claim, 600_000), false)
      equal('finish', await queue.finish(claim), false)
      equal('retry', await queue.retry(claim, { inMs: 0, reason: REASON }), false)
      equal('bury', await queue.bury(claim, REASON), false)
      equal('claim', await queue.claim({ ...HELD, most: 1 }), [])
      equal('add', await queue.add([deviceOf(1)]), { added: 0, known: 1 })
    }),
    on('what is said of many devices at once is true of each alone', manyAtOnce),
    on('a device that is done begins anew when it comes again, and only then', async (queue) => {
      await queue.add([deviceOf(1), deviceOf(2)])
      const [done, held] = await queue.claim({ ...HELD, most: 2 })
      if (done === undefined || held === undefined) throw new Error('claim: two were due')
      await queue.finish(done)
      const again = { ...deviceOf(1), devEui: done.devEui, record: 'new', priority: 9, again: true }
      const other = { ...again, devEui: held.devEui }
      equal('add', await queue.add([again, other]), { added: 1, known: 1 })
      const next = await claimed(queue, HELD)
      equal('claim', next, { ...again, lease: next.lease, attempt: 1 })
      equal('late', await queue.finish(done), false)
      equal('renew', await queue.renew(held, 600_000), true)
    }),
    on('a device that was given back waits for its time, and its attempts are counted', async (queue) => {
      await queue.add([deviceOf(1, { priority: 3 })])
      const first = await claimed(queue, HELD)
      equal('later', await queue.retry(first, { inMs: 250, reason: REASON }), true)
      const second = await claimed(queue, HELD)
      equal('attempt', second.attempt, 2)
      equal('much later', await queue.retry(second, { inMs: 600_000, reason: REASON }), true)
      equal('none', await queue.claim({ ...HELD, most: 1 }), [])
      equal('counts', await queue.counts(), { waiting: 0, delayed: 1, active: 0, done: 0, dead: 0 })
      const { devEui } = first
      equal('list', await queue.list({ state: 'delayed', limit: 5 }), [
        { devEui, state: 'delayed', priority: 3, attempts: 2, reason: REASON },
      ])
    }),
    on('an attempt that was given back without a reason does not count', async (queue) => {
      await queue.add([deviceOf(1)])
      equal('back', await queue.retry(await claimed(queue, HELD), { inMs: 0 }), true)
      const again = await claimed(queue, HELD)
      equal('attempt', again.attempt, 1)
      equal('list', await queue.list({ state: 'active', limit: 5 }), [
        { devEui: again.devEui, state: 'active', priority: 100, attempts: 1 },
      ])
    }),
    on('a dead device rests with its reason until it is requeued, and begins anew then', async (queue) => {
      await queue.add(Array.from({ length: 8 }, (_, index) => deviceOf(index)))
      const all = await queue.claim({ ...HELD, most: 8 })
      for (const claim of all) equal('bury', await queue.bury(claim, REASON), true)
      equal('none', await queue.claim({ ...HELD, most: 8 }), [])
      const dead = await queue.list({ state: 'dead', limit: 9 })
      equal('dead', devEuisOf(dead), devEuisOf(all))
      equal(
        'reasons',
        dead.map(({ reason }) => reason),
        all.map(() => REASON),
      )
      equal('requeue one', await queue.requeue([deviceOf(2).devEui, deviceOf(99).devEui]), 1)
      const one = await claimed(queue, HELD)
      equal('one', { devEui: one.devEui, attempt: one.attempt }, { devEui: deviceOf(2).devEui, attempt: 1 })
      equal('requeue all', await queue.requeue(), 7)
      equal('requeue none', await queue.requeue(), 0)
      equal('counts', await queue.counts(), { waiting: 7, delayed: 0, active: 1, done: 0, dead: 0 })
    }),
    on(
      'a lease that runs out leads to another one, and who was late changes nothing',
      async (queue, again) => {
        await queue.add([deviceOf(1)])
        const late = await claimed(queue, SHORT)
        const other = await again()
        const taken = await claimed(other, HELD)
        equal('device', taken.devEui, late.devEui)
        equal('attempt', taken.attempt, 2)
        equal('renew', await queue.renew(late, 600_000), false)
        equal('finish', await queue.finish(late), false)
        equal('retry', await queue.retry(late, { inMs: 0, reason: REASON }), false)
        equal('bury', await queue.bury(late, REASON), false)
        equal('counts', await queue.counts(), { waiting: 0, delayed: 0, active: 1, done: 0, dead: 0 })
        equal('finish', await other.finish(taken), true)
      },
    ),
    on('a lease that is renewed lasts', async (queue) => {
      await queue.add([deviceOf(1)])
      // A machine may be too slow to renew a short lease in time: then once more.
      const kept = await until('a renewal', async () => {
        const claim = await claimed(queue, SHORT)
        return (await queue.renew(claim, 600_000)) ? claim : undefined
      })
      await queue.add([deviceOf(2)])
      const left = await claimed(queue, SHORT)
      const next = await claimed(queue, HELD)
      equal('only the other one', next.devEui, left.devEui)
      equal('finish', await queue.finish(kept), true)
    }),
    on('a paused queue gives nothing out and takes in, for all who share it', async (queue, again) => {
      const other = await again()
      await queue.add([deviceOf(1), deviceOf(2)])
      const held = await claimed(queue, HELD)
      await other.setMode('paused')
      equal('mode', await queue.mode(), 'paused')
      equal('none', await queue.claim({ ...HELD, most: 5 }), [])
      equal('add', await queue.add([deviceOf(3)]), { added: 1, known: 0 })
      equal('finish', await queue.finish(held), true)
      equal('counts', await queue.counts(), { waiting: 2, delayed: 0, active: 0, done: 1, dead: 0 })
      await queue.setMode('running')
      equal('mode', await other.mode(), 'running')
      equal('two', (await queue.claim({ ...HELD, most: 5 })).length, 2)
    }),
    on('a queue that drains takes nothing in, and gives out what it has', async (queue) => {
      await queue.add([deviceOf(1)])
      await queue.setMode('draining')
      equal('add', await queue.add([deviceOf(2)]), { refused: 'draining' })
      equal('finish', await queue.finish(await claimed(queue, HELD)), true)
      equal('mode', await queue.mode(), 'draining')
      await queue.setMode('running')
      equal('add', await queue.add([deviceOf(2)]), { added: 1, known: 0 })
    }),
    on('a list comes page by page, each device once', async (queue) => {
      const all = Array.from({ length: 7 }, (_, index) => deviceOf(index))
      await queue.add(all)
      const listed: Claim['devEui'][] = []
      for (let from = 0; ; from += 3) {
        const page = await queue.list({ state: 'waiting', from, limit: 3 })
        if (page.length === 0) break
        listed.push(...page.map(({ devEui }) => devEui))
      }
      equal('devices', [...listed].sort(), devEuisOf(all))
      equal('others', await queue.list({ state: 'dead', limit: 3 }), [])
    }),
    {
      name: 'queues of other names do not see each other',
      async run() {
        const [one, other] = [await open(`contract-${start}-one`), await open(`contract-${start}-other`)]
        await one.add([deviceOf(1)])
        await one.setMode('paused')
        equal('counts', (await other.counts()).waiting, 0)
        equal('add', await other.add([deviceOf(1)]), { added: 1, known: 0 })
        equal('claim', (await other.claim({ ...HELD, most: 5 })).length, 1)
      },
    },
  ]
}

/** The device that is due next, as soon as one is. */
async function claimed(
  queue: ProvisioningQueue,
  request: { readonly holder: string; readonly leaseMs: number },
): Promise<Claim> {
  return until('a device that is due', async () => (await queue.claim({ ...request, most: 1 }))[0])
}
