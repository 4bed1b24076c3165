import { memoryQueue, memoryRates, type ProvisioningQueue } from '@claimtag/provisioning/queue'
import { queueContract, ratesContract } from '@claimtag/provisioning/queue-contract'
import { deviceOf } from '../../src/queue-contract/check.ts'
import { describe, expect, test } from 'vitest'

const queues = new Map<string, ProvisioningQueue>()

function open(name: string): ProvisioningQueue {
  const queue = queues.get(name) ?? memoryQueue()
  queues.set(name, queue)
  return queue
}

describe('memoryQueue', () => {
  test.each(queueContract(open))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  test('no device costs more because others are in the queue', async () => {
    const looks = await Promise.all([100, 2000].map(looksADevice))
    expect(looks[1]).toBe(looks[0])
  })
})

/** How often the clock is looked at for each of so many devices; who looks at a device looks at the clock. */
async function looksADevice(count: number): Promise<number> {
  let looks = 0
  const queue = memoryQueue(() => (looks++, 0))
  await queue.add(Array.from({ length: count }, (_, index) => deviceOf(index)))
  for (;;) {
    const claims = await queue.claim({ holder: 'worker', leaseMs: 60_000, most: 5 })
    if (claims.length === 0) break
    for (const claim of claims) await queue.finish(claim)
    await queue.counts()
  }
  return Math.round((looks / count) * 10)
}

describe('memoryRates', () => {
  const rates = memoryRates()
  test.each(ratesContract(() => rates))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})
