import type { DeviceFiles } from '@claimtag/devices'
import { fingerprintInput, openInputs } from '@claimtag/devices/parts'
import { opennessOf } from '@claimtag/disk'
import { join } from 'node:path'
import { cartonsFor } from '../carton/carton.ts'
import { outputError } from '../disk/output-error.ts'
import type { BatchEvent } from '../event.ts'
import { BatchError } from '../issue.ts'
import { makeLabels } from '../job/make-labels.ts'
import { prepareOutput } from '../job/output-folder.ts'
import { poolForUnchangedInputs } from '../job/unchanged-input.ts'
import { BEGINNING } from '../ledger/journal.ts'
import { lockJob } from '../ledger/lock.ts'
import type { ChunkTask } from '../plan/job-plan.ts'
import { openPool, threadsFor } from '../pool/open-pool.ts'
import type { OutputKind } from '../render/kinds.ts'
import { digestOfShard } from './cut-shards.ts'
import { openPlan, type OpenPlan, type PlannedShard } from './plan-file.ts'
import {
  assertSameVersion,
  chunksOf,
  outputOfPlan,
  plannedInputs,
  sourceOfPlan,
  tasksOfPlan,
} from './planned-job.ts'
import {
  isSealed,
  readShardRecord,
  RECORD,
  type ShardFolder,
  shardFolder,
  shardName,
  takeShardFolder,
  writeShardRecord,
} from './shard-folder.ts'
import { openShardFiles } from './shard-files.ts'

export interface ShardOptions {
  /** Path of `shards.json`, with `shards.key` beside it; or their folder. */
  readonly plan: string
  /** Counted from 1. */
  readonly shard: number
  /** How many shards the caller believes that there are; refused when the plan has another number. */
  readonly of?: number | undefined
  /** The same devices as those of the plan; paths and names may be others. */
  readonly input: DeviceFiles
  /** The folder for all shards; this one gets a folder of its own in it, such as `shard-00003`. */
  readonly out: string
  /** As in `runBatch`. */
  readonly workers?: number | 'auto' | undefined
  readonly strict?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: BatchEvent) => void) | undefined
  readonly now?: (() => Date) | undefined
}

export interface ShardSummary {
  /** `interrupted`: stopped between two chunks, the same call goes on */
  readonly state: 'done' | 'interrupted'
  readonly shard: number
  readonly of: number
  /** Rows of the shard. */
  readonly read: number
  readonly labelled: number
  readonly verified: number
  /** Labels that an earlier run has made. */
  readonly resumed: number
  /** The shard's own folder. */
  readonly out: string
  readonly outputs: readonly OutputKind[]
}

export async function runShard(options: ShardOptions): Promise<ShardSummary> {
  const { shard, of, input, strict = false, out: all } = options
  const open = openPlan(options.plan)
  const { plan } = open
  if (of !== undefined && of !== plan.of)
    throw new BatchError({ code: 'shard-other-count', given: of, of: plan.of })
  const planned = plan.shards[shard - 1]
  if (planned === undefined) throw new BatchError({ code: 'shard-unknown', shard, of: plan.of })
  const out = join(all, shardName(shard))
  if (strict && opennessOf(out) === 'open') throw new BatchError({ code: 'output-open', path: out })
  const folder = shardFolder(out)
  const opened = await openInputs(input, plan.reading)
  try {
    return await work(folder, open, planned, opened, options)
  } catch (error) {
    throw outputError(error, out)
  } finally {
    await opened.dispose()
  }
}

async function work(
  folder: ShardFolder,
  open: OpenPlan,
  planned: PlannedShard,
  opened: Awaited<ReturnType<typeof openInputs>>,
  { shard, workers = 'auto', signal, onEvent = () => undefined, now }: ShardOptions,
): Promise<ShardSummary> {
  const { plan, key } = open
  const { out } = folder
  const inputs = plannedInputs(plan, opened.inputs, opened.files)
  const assertUnchanged = inputs.map(({ path }) => fingerprintInput(path))
  const chunks = chunksOf(plan)
  if (digestOfShard(key, inputs, chunks, planned) !== planned.digest)
    throw new BatchError({ code: 'shard-input', path: opened.files.map(({ name }) => name).join(', ') })
  const source = sourceOfPlan(plan, inputs, opened.files)
  assertSameVersion(open, source)
  prepareOutput({ out, onEvent })
  takeShardFolder(folder, open, shard)
  const lock = await lockJob(folder, {
    signal,
    ...(now && { now }),
    onWait: (holder) => onEvent({ type: 'waiting', holder }),
  })
  const counts = { shard, of: plan.of, read: planned.rows, out, outputs: plan.output.as }
  try {
    const before = readShardRecord(folder)
    if (before !== undefined && !isSealed(before, key))
      throw new BatchError({ code: 'shard-damaged', path: out, shard, detail: RECORD })
    if (before?.state === 'done') {
      const { labels: labelled, verified } = before
      onEvent({ type: 'resumed', labels: labelled, total: planned.labels })
      return { state: 'done', ...counts, labelled, verified, resumed: labelled }
    }
    const about = { plan: plan.seal, shard, of: plan.of }
    writeShardRecord(folder, { ...about, state: 'running', labels: 0, verified: 0 }, key)
    const output = outputOfPlan(open, out)
    const bytes = chunks.slice(planned.from, planned.to).reduce((sum, { start, end }) => sum + end - start, 0)
    const pool = await openPool(source, threadsFor(workers, bytes), output.as)
    try {
      const { complete, ...made } = await makeLabels(folder, lock, {
        output,
        beginning: BEGINNING,
        total: planned.labels,
        tasks: tasksOfShard(open, planned),
        pool: poolForUnchangedInputs(pool, inputs, assertUnchanged),
        signal,
        onEvent,
        openFiles: (state) => Promise.resolve(openShardFiles(folder, key, state)),
        end({ labelled, verified, sharedOutputs }) {
          const [manifest] = sharedOutputs.finish(labelled, cartonsFor(labelled, source.cartons?.size))
          lock.assertHeld()
          writeShardRecord(folder, { ...about, state: 'done', labels: labelled, verified, manifest }, key)
        },
      })
      return { state: complete ? 'done' : 'interrupted', ...counts, ...made }
    } finally {
      await pool.close()
    }
  } finally {
    lock.release()
  }
}

/** Numbered from 0, since the journal of a shard begins there. */
function tasksOfShard({ plan }: OpenPlan, { from, to }: PlannedShard): readonly ChunkTask[] {
  return tasksOfPlan(plan)
    .slice(from, to)
    .map((task, number) => ({ ...task, number }))
}
