import { memoryQueue, memoryRates, type ProvisioningQueue } from '@claimtag/provisioning/queue'
import { queueContract, ratesContract } from '@claimtag/provisioning/queue-contract'
import { expect, test } from 'vitest'

function namedQueues(change: (queue: ProvisioningQueue) => ProvisioningQueue = (queue) => queue) {
  const queues = new Map<string, ProvisioningQueue>()
  return (name: string): ProvisioningQueue => {
    const known = queues.get(name) ?? change(memoryQueue())
    queues.set(name, known)
    return known
  }
}

/** The cases that a queue, or rates, with a fault do not pass. */
async function failing(cases: readonly { readonly name: string; readonly run: () => Promise<void> }[]) {
  const failed: string[] = []
  for (const { name, run } of cases) await run().catch(() => failed.push(name))
  return failed
}

test.each<[string, (queue: ProvisioningQueue) => Partial<ProvisioningQueue>, RegExp]>([
  [
    'adds again',
    (queue) => ({ add: async (all) => (await queue.add(all), { added: all.length, known: 0 }) }),
    /added once/,
  ],
  [
    'forgets the order',
    (queue) => ({ claim: async (asked) => [...(await queue.claim(asked))].reverse() }),
    /priority come first/,
  ],
  [
    'lets anybody settle',
    (queue) => ({ finish: async (claim) => (await queue.finish(claim), true) }),
    /settles it, once/,
  ],
  [
    'is due at once',
    (queue) => ({ retry: (claim, next) => queue.retry(claim, { ...next, inMs: 0 }) }),
    /waits for its time/,
  ],
  [
    'counts every attempt',
    (queue) => ({
      retry: async (claim, { inMs, reason }) =>
        queue.retry(claim, {
          inMs,
          reason: reason ?? { ok: false, step: 'scan', code: 'cancelled', retryable: true },
        }),
    }),
    /without a reason does not count/,
  ],
  ['loses the dead', () => ({ requeue: async () => 0 }), /dead device rests/],
  [
    'ends no lease',
    (queue) => ({ renew: async (claim, ms) => (await queue.renew(claim, ms), true) }),
    /lease that runs out/,
  ],
  ['renews nothing', (queue) => ({ renew: async (claim) => queue.renew(claim, 1) }), /renewed lasts/],
  [
    'is never paused',
    (queue) => ({ setMode: (mode) => queue.setMode(mode === 'paused' ? 'running' : mode) }),
    /paused queue/,
  ],
  [
    'takes in while it drains',
    (queue) => ({ setMode: (mode) => queue.setMode(mode === 'draining' ? 'running' : mode) }),
    /drains takes/,
  ],
  [
    'lists from the beginning',
    (queue) => ({ list: ({ from = 0, ...rest }) => queue.list({ ...rest, from: Math.max(from - 1, 0) }) }),
    /page by page/,
  ],
])('a queue that %s does not pass', async (_, fault, name) => {
  const open = namedQueues((queue) => ({ ...queue, ...fault(queue) }))
  expect(await failing(queueContract(open).filter((one) => name.test(one.name)))).toHaveLength(1)
})

test('a queue that gives a device to two does not pass', async () => {
  const open = namedQueues()
  const twice: typeof open = (name) => ({
    ...open(name),
    async claim(asked) {
      // Looked at first and taken later, as by two statements without a lock.
      const due = await open(name).list({ state: 'waiting', limit: asked.most })
      await Promise.resolve()
      const own = await open(name).claim(asked)
      return due.map(
        ({ devEui, priority }, at) =>
          own[at] ?? {
            devEui,
            priority,
            record: '',
            choice: { routingProfileId: '' },
            lease: '1',
            attempt: 1,
          },
      )
    },
  })
  const failed = await failing(queueContract(twice).filter((one) => one.name.startsWith('of many')))
  expect(failed).toContain('of many that claim at the same time, each gets other devices')
})

test('one queue for all names, and rates that do not hold, do not pass', async () => {
  const queue = memoryQueue()
  expect(await failing(queueContract(() => queue).slice(-1))).toHaveLength(1)
  const rates = memoryRates()
  const loose = {
    ...rates,
    take: async () => ({ calls: 3, firstInMs: 0, at: Date.now() }),
    block: async () => undefined,
  }
  expect(await failing(ratesContract(() => loose))).toHaveLength(4)
})
