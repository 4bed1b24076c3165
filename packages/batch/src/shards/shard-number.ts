import { BatchError } from '../issue.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The shard that a scheduler has given to this process. */
interface GivenShard {
  /** Counted from 1. */
  readonly shard: number
  /** How many there are, if the scheduler says so. */
  readonly of?: number
  /** The variable that says which. */
  readonly from: string
}

/**
 * Which shard the scheduler gives to this process.
 *
 * - `JOB_COMPLETION_INDEX`: Kubernetes, Indexed Job; counted from 0, without a number of all.
 * - `AWS_BATCH_JOB_ARRAY_INDEX`: AWS Batch, counted from 0; `AWS_BATCH_JOB_ARRAY_SIZE` is the number of all.
 * - `SLURM_ARRAY_TASK_ID`: Slurm, counted from whatever `--array` begins with, which is `SLURM_ARRAY_TASK_MIN`;
 *   `SLURM_ARRAY_TASK_COUNT` is the number of all. An array with gaps, such as `--array=3,7`, does not say which shards
 *   its tasks are, and is refused.
 *
 * @returns `undefined` when no scheduler has set any of these
 * @throws BatchError `shard-unclear`
 *
 * @example
 * ```ts
 * import { shardFromEnvironment } from '@claimtag/batch'
 *
 * console.log(shardFromEnvironment({ JOB_COMPLETION_INDEX: '2' })?.shard) // 3
 * ```
 */
export function shardFromEnvironment(environment: Environment): GivenShard | undefined {
  const given = [kubernetes, awsBatch, slurm].flatMap((read) => read(environment) ?? [])
  const [first, second] = given
  if (first !== undefined && second !== undefined && first.shard !== second.shard)
    throw unclear(given.map(({ from }) => from))
  return first
}

function kubernetes(environment: Environment): GivenShard | undefined {
  const from = 'JOB_COMPLETION_INDEX'
  const index = numberIn(environment, from)
  return index === undefined ? undefined : { shard: index + 1, from }
}

function awsBatch(environment: Environment): GivenShard | undefined {
  const from = 'AWS_BATCH_JOB_ARRAY_INDEX'
  const index = numberIn(environment, from)
  if (index === undefined) return undefined
  const of = numberIn(environment, 'AWS_BATCH_JOB_ARRAY_SIZE')
  return { shard: index + 1, ...(of === undefined ? {} : { of }), from }
}

function slurm(environment: Environment): GivenShard | undefined {
  const from = 'SLURM_ARRAY_TASK_ID'
  const id = numberIn(environment, from)
  if (id === undefined) return undefined
  const names = ['SLURM_ARRAY_TASK_MIN', 'SLURM_ARRAY_TASK_MAX', 'SLURM_ARRAY_TASK_COUNT'] as const
  const [least, most, of] = names.map((name) => numberIn(environment, name))
  if (least === undefined || most === undefined || of === undefined || most - least + 1 !== of || id < least)
    throw unclear([from, ...names])
  return { shard: id - least + 1, of, from }
}

function numberIn(environment: Environment, name: string): number | undefined {
  const text = environment[name]
  if (text === undefined || text === '') return undefined
  if (!/^\d{1,9}$/.test(text)) throw unclear([name])
  return Number(text)
}

function unclear(names: readonly string[]): BatchError {
  return new BatchError({ code: 'shard-unclear', names })
}
