import { FlowProducer, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readPlan } from './plan-of.ts'
import { cancelKey, MERGES, mergeId, type MergeJob, type ShardJob, shardId, SHARDS, TRIES } from './queue.ts'

export interface FlowOptions {
  /** The folder in which all names below are, also at the workers, who may have another one. */
  readonly work: string
  readonly plan: string
  readonly input: string
  readonly shards: string
  readonly out: string
}

const PAUSE_MS = 250
/** Twice as long as a lock lasts by default. */
const MOST_TRIES = 240

/**
 * Queues the shards of a plan, with the merge as their parent. What is queued already stays; a flow that has failed or
 * was cancelled is queued again, and its finished shards are found finished.
 *
 * @returns the seal of the plan
 */
export async function submitFlow(
  redis: Redis,
  { work, plan, input, shards, out }: FlowOptions,
): Promise<string> {
  const { seal, of, shards: planned } = readPlan(join(work, plan))
  // In this order: until the old flow is gone, its shards have to see that they are cancelled.
  await removeFailed(redis, seal)
  await redis.del(cancelKey(seal))
  const data: MergeJob = { plan, shards, out, seal }
  const flows = new FlowProducer({ connection: redis })
  try {
    await flows.add({
      name: 'merge',
      queueName: MERGES,
      data,
      opts: { ...TRIES, jobId: mergeId(seal) },
      children: planned.map(({ rows, digest }, at) => {
        const job: ShardJob = { plan, input, shards, seal, shard: at + 1, of, rows, digest }
        return {
          name: 'shard',
          queueName: SHARDS,
          data: job,
          opts: { ...TRIES, jobId: shardId(seal, at + 1), failParentOnFailure: true },
        }
      }),
    })
  } finally {
    await flows.close()
  }
  return seal
}

/** A shard of a failed flow may still be in the making: its worker gives it up, or is gone once its lock is. */
async function removeFailed(redis: Redis, seal: string): Promise<void> {
  const merges = new Queue<MergeJob>(MERGES, { connection: redis })
  try {
    for (let tries = 1; ; tries++) {
      const merge = await merges.getJob(mergeId(seal))
      if (merge === undefined || (await merge.getState()) !== 'failed') return
      try {
        await merge.remove()
        return
      } catch (error) {
        if (tries === MOST_TRIES || !/locked/.test(String(error))) throw error
        await sleep(PAUSE_MS)
      }
    }
  } finally {
    await merges.close()
  }
}

/** Waiting shards are given up when a worker takes them, and those that are made within half a second. */
export async function cancelFlow(redis: Redis, seal: string): Promise<void> {
  await redis.set(cancelKey(seal), '1')
}
