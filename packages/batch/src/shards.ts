import type { MergeOptions, MergeSummary } from './shards/merge-shards.ts'
import type { PlanShardsOptions, PlanSummary } from './shards/plan-shards.ts'
import type { ShardOptions, ShardSummary } from './shards/run-shard.ts'

export { shardFromEnvironment } from './shards/shard-number.ts'

// Loaded when they are called: a job on one machine starts without them.

/**
 * Checks the whole input once, as `runBatch` does, and cuts it into shards that machines can label without knowing of
 * each other. Writes `shards.json` and its key `shards.key` into the folder `out`. The plan holds no cell of the
 * devices, and nothing by which a token could be guessed without the key.
 *
 * @throws BatchError `shard-count`, `plan-exists`, and about the output; InputError
 *
 * @example
 * ```ts
 * import { planShards } from '@claimtag/batch'
 *
 * const { state, labels } = await planShards({ input: 'devices.csv', of: 4, out: 'plan', as: ['zpl'] })
 * console.log(state, labels) // planned 2
 * ```
 */
export async function planShards(options: PlanShardsOptions): Promise<PlanSummary> {
  return (await import('./shards/plan-shards.ts')).planShards(options)
}

/**
 * Makes and reads back the labels of one shard of a plan. A pure function of the devices, the plan and the number: on
 * every machine, in any order and however often it is run, it gives the same bytes, those that one machine would have
 * given for these rows. A run that was cut off goes on.
 *
 * @throws BatchError `plan-missing`, `plan-key`, `plan-damaged`, `plan-of-other-version`, `shard-unknown`,
 *   `shard-input`, `shard-folder`, `shard-foreign`, and as `runBatch`
 * @throws VerificationError when a label does not read back
 *
 * @example
 * ```ts
 * import { mergeShards, planShards, runShard } from '@claimtag/batch'
 *
 * const { plan } = await planShards({ input: 'devices.csv', of: 2, out: 'plan', as: ['zpl'] })
 * await runShard({ plan, shard: 2, input: 'devices.csv', out: 'shards' })
 * await runShard({ plan, shard: 1, input: 'devices.csv', out: 'shards' })
 * const { state, labelled } = await mergeShards({ plan, shards: ['shards'], out: 'labels' })
 * console.log(state, labelled) // done 2
 * ```
 */
export async function runShard(options: ShardOptions): Promise<ShardSummary> {
  return (await import('./shards/run-shard.ts')).runShard(options)
}

/**
 * Makes one verified job of all shards of a plan, or refuses them before anything is written. The bytes of the labels
 * are those that one machine would have made. Each label is compared with its digest as it is taken, and, unless the
 * plan verifies nothing, as it was written; the symbols were read back by the shards. A merge that was cut off goes on.
 * Memory does not grow with the labels, except by what the plan takes.
 *
 * @throws BatchError `shard-absent`, `shard-foreign`, `shard-damaged`, `shard-unfinished`, `shard-differs`,
 *   `shard-doubled`, `shard-missing`, `plan-missing`, `plan-key`, `plan-damaged`, `plan-of-other-version`,
 *   `job-changed`, and about the output
 *
 * @example
 * ```ts
 * import { mergeShards, planShards, runShard, verifyFolder } from '@claimtag/batch'
 *
 * const { plan } = await planShards({ input: 'devices.csv', of: 1, out: 'plan', as: ['zpl'] })
 * await runShard({ plan, shard: 1, input: 'devices.csv', out: 'shards' })
 * await mergeShards({ plan, shards: ['shards/shard-00001'], out: 'labels' })
 * console.log((await verifyFolder('labels')).labels) // 2
 * ```
 */
export async function mergeShards(options: MergeOptions): Promise<MergeSummary> {
  return (await import('./shards/merge-shards.ts')).mergeShards(options)
}
