import { expect, test } from 'vitest'
import { shardFromEnvironment } from '../../src/index.ts'

const SLURM = { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_COUNT: '16' }

test.each([
  [{}, undefined],
  [{ JOB_COMPLETION_INDEX: '' }, undefined],
  [{ JOB_COMPLETION_INDEX: '0' }, { shard: 1, from: 'JOB_COMPLETION_INDEX' }],
  [
    { AWS_BATCH_JOB_ARRAY_INDEX: '9', AWS_BATCH_JOB_ARRAY_SIZE: '10' },
    { shard: 10, of: 10, from: 'AWS_BATCH_JOB_ARRAY_INDEX' },
  ],
  [{ AWS_BATCH_JOB_ARRAY_INDEX: '9' }, { shard: 10, from: 'AWS_BATCH_JOB_ARRAY_INDEX' }],
  // --array=1-16 and --array=0-15
  [
    { ...SLURM, SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '16' },
    { shard: 7, of: 16, from: 'SLURM_ARRAY_TASK_ID' },
  ],
  [
    { ...SLURM, SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_MAX: '15' },
    { shard: 8, of: 16, from: 'SLURM_ARRAY_TASK_ID' },
  ],
])('%j', (environment, expected) => {
  expect(shardFromEnvironment(environment)).toEqual(expected)
})

test.each([
  [{ JOB_COMPLETION_INDEX: '-1' }],
  [{ JOB_COMPLETION_INDEX: 'three' }],
  // Tasks 3 and 7 alone, again: whether they counted from 0 or 1 is not known.
  [
    {
      SLURM_ARRAY_TASK_ID: '7',
      SLURM_ARRAY_TASK_MIN: '3',
      SLURM_ARRAY_TASK_MAX: '7',
      SLURM_ARRAY_TASK_COUNT: '2',
    },
  ],
  [{ SLURM_ARRAY_TASK_ID: '7' }],
  [{ JOB_COMPLETION_INDEX: '1', AWS_BATCH_JOB_ARRAY_INDEX: '2' }],
])('%j does not say which', (environment) => {
  expect(() => shardFromEnvironment(environment)).toThrow(expect.objectContaining({ code: 'shard-unclear' }))
})
