import { memoryQueue, memoryRates, type ProvisioningQueue } from '@claimtag/provisioning/queue'
import { queueContract, ratesContract } from '@claimtag/provisioning/queue-contract'
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
})

describe('memoryRates', () => {
  const rates = memoryRates()
  test.each(ratesContract(() => rates))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})
