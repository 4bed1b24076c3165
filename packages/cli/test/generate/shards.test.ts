import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { claimtag, emptyFolder, type Ended } from '../command.ts'

type Run = (line: string, env?: Readonly<Record<string, string>>) => Promise<Ended>

/** A folder with devices and a plan of three shards. */
async function planned(): Promise<{ readonly cwd: string; readonly run: Run }> {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), csvOf(sampleDevices(9)))
  const run: Run = (line, env = {}) => claimtag(line.split(' '), { cwd, env })
  const { code, err } = await run(
    'plan-shards devices.csv --of 3 --out plan --as svg,csv --chunk 2 --verify none --workers 0',
  )
  expect([code, err]).toEqual([0, expect.stringMatching(/✓ 9 labels in 3 shards: .*shards\.json/)])
  return { cwd, run }
}

const SHARD = 'generate devices.csv --plan plan/shards.json --out shards --workers 0'

test('each scheduler, and a person, say which shard it is; the merge is one job', async () => {
  const { cwd, run } = await planned()
  const first = await run(SHARD, { JOB_COMPLETION_INDEX: '0' })
  expect([first.code, first.err]).toEqual([0, expect.stringContaining('✓ shard 1 of 3: ')])
  const task = {
    SLURM_ARRAY_TASK_ID: '2',
    SLURM_ARRAY_TASK_MIN: '1',
    SLURM_ARRAY_TASK_MAX: '3',
    SLURM_ARRAY_TASK_COUNT: '3',
  }
  expect((await run(SHARD, task)).err).toContain('shard 2 of 3')
  // What is typed wins.
  expect((await run(`${SHARD} --shard 3/3 --json`, task)).out).toContain('"shard":3')
  expect(readdirSync(join(cwd, 'shards'))).toEqual(['shard-00001', 'shard-00002', 'shard-00003'])
  const merged = await run('merge shards --plan plan/shards.json --out labels')
  expect([merged.code, merged.err]).toEqual([0, expect.stringContaining('✓ 9 labels')])
  expect((await run('verify labels')).code).toBe(0)
  await run('generate devices.csv --out one --as svg,csv --verify none --workers 0')
  const [labels, one] = ['labels', 'one'].map((name) => readFileSync(join(cwd, name, 'labels.csv'), 'utf8'))
  expect(labels).toBe(one)
})

test.each([
  ['generate devices.csv --shard 1/3 --out shards', 'one of a plan'],
  [`${SHARD} --shard 1/3 --template 30x20`, '--template cannot be given with --plan'],
  [`${SHARD} --shard 1/3 --no-csv-guard`, '--csv-guard cannot be given'],
  [`${SHARD} --shard 0x1`, 'a number, counted from 1'],
  [`${SHARD} --shard 4`, 'no shard 4'],
  [`${SHARD} --shard 1/4`, 'has 3 shards, not 4'],
  [SHARD, 'Say which shard'],
  ['generate --plan plan/shards.json --shard 1 --out shards', 'Name the file of devices'],
  ['generate devices.csv --plan plan/shards.json --shard 1', 'Say where the shards go'],
  ['plan-shards devices.csv --of 3', 'Say where the plan goes'],
  ['plan-shards devices.csv --out plan', 'Say how many shards'],
  ['plan-shards - --of 2 --out other', 'Name the file of devices'],
  ['plan-shards devices.csv --of 2 --out plan', 'a plan of other labels'],
  ['merge shards --out labels', 'which plan'],
  ['merge shards --plan plan/shards.json', 'Say where the labels go'],
  ['merge plan --plan plan/shards.json --out labels', 'There is no shard'],
])('%s is refused with what to do', async (line, sentence) => {
  const { run } = await planned()
  expect(await run(line)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) as string })
})
