import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { type MergeDone, MERGES, mergeId, type MergeJob, type ShardJob, shardId, SHARDS } from './queue.ts'

export interface FlowState {
  readonly state: 'working' | 'done' | 'failed'
  readonly shards: { readonly done: number; readonly failed: number; readonly of: number }
  /** Of all shards, those in the making among them. */
  readonly labels: number
  /** Of the first job that has failed. */
  readonly reason?: string | undefined
  readonly merged?: MergeDone | undefined
}

/** How far the flow of a plan is; `undefined` when there is none. */
export async function flowState(redis: Redis, seal: string, of: number): Promise<FlowState | undefined> {
  const merges = new Queue<MergeJob, MergeDone>(MERGES, { connection: redis })
  const shards = new Queue<ShardJob>(SHARDS, { connection: redis })
  try {
    const merge = await merges.getJob(mergeId(seal))
    if (merge === undefined) return undefined
    const numbers = Array.from({ length: of }, (_, at) => at + 1)
    const jobs = await Promise.all(numbers.map((shard) => shards.getJob(shardId(seal, shard))))
    // A job that is finished is kept for a week, and has both times.
    const ended = jobs.filter((job) => job?.finishedOn !== undefined)
    const failed = ended.filter((job) => job?.failedReason)
    const labels = jobs.reduce((sum, job) => sum + (typeof job?.progress === 'number' ? job.progress : 0), 0)
    const state = await merge.getState()
    return {
      state: state === 'completed' ? 'done' : state === 'failed' ? 'failed' : 'working',
      shards: { done: ended.length - failed.length, failed: failed.length, of },
      labels,
      reason: failed[0]?.failedReason ?? merge.failedReason,
      merged: state === 'completed' ? merge.returnvalue : undefined,
    }
  } finally {
    await Promise.all([merges.close(), shards.close()])
  }
}
