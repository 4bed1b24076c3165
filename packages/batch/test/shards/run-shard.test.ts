import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { planShards, runShard, type ShardOptions } from '../../src/index.ts'
import { openPlan, planText } from '../../src/shards/plan-file.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const content = csvOf(sampleDevices(30))

async function planned(
  of = 3,
): Promise<{ readonly plan: string; readonly place: string; readonly input: string }> {
  const place = temporaryFolder()
  const input = temporaryFile(content)
  const { plan } = await planShards({
    input,
    of,
    out: join(place, 'plan'),
    as: ['svg', 'zpl'],
    chunkRows: 2,
    workers: 0,
    verify: 'none',
  })
  return { plan, place, input }
}

/** All files of a shard but its journal, which tells how often it was stopped. */
function bytesOf(out: string): Readonly<Record<string, string>> {
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('journal') && statSync(join(out, name)).isFile())
    .sort()
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), 'latin1')]))
}

test('a shard is the same on every machine, with threads, and however often it is cut off', async () => {
  const { plan, place, input } = await planned()
  const run = (out: string, more: Partial<ShardOptions> = {}) =>
    runShard({ plan, shard: 2, input, out: join(place, out), workers: 0, ...more })
  const { out } = await run('a')
  // Another machine has the file under another name, and the plan in another folder.
  const moved = temporaryFile(content, 'moved.csv')
  const copies = temporaryFolder()
  for (const name of ['shards.json', 'shards.key'])
    copyFileSync(join(place, 'plan', name), join(copies, name))
  const other = await run('b', { plan: copies, input: moved, workers: 2 })
  expect(bytesOf(other.out)).toEqual(bytesOf(out))

  let stops = 0
  for (; ; stops++) {
    const stop = new AbortController()
    const onEvent: ShardOptions['onEvent'] = ({ type }) => type === 'progress' && stop.abort()
    const { state, resumed, labelled } = await run('c', { signal: stop.signal, onEvent })
    expect(resumed).toBe(Math.min(2 * stops, 10))
    expect(labelled).toBe(Math.min(2 * stops + 2, 10))
    if (state === 'done') break
  }
  expect(stops).toBe(4)
  expect(bytesOf(join(place, 'c', 'shard-00002'))).toEqual(bytesOf(out))
  expect(await run('a')).toMatchObject({ state: 'done', labelled: 10, resumed: 10 })
  expect(statSync(join(out, 'labels.part')).mode & 0o777).toBe(0o600)
})

test('it labels the rows of its own part alone, and there are empty ones', async () => {
  const { plan, place, input } = await planned(40)
  const sizes: number[] = []
  for (const shard of [1, 2, 3, 40]) {
    const { labelled } = await runShard({ plan, shard, input, out: join(place, 'shards'), workers: 0 })
    sizes.push(labelled)
  }
  expect(sizes).toContain(0)
  expect(sizes).toContain(2)
  await expect(runShard({ plan, shard: 41, input, out: place })).rejects.toMatchObject({
    issue: { code: 'shard-unknown', shard: 41, of: 40 },
  })
  await expect(runShard({ plan, shard: 0, input, out: place })).rejects.toMatchObject({
    code: 'shard-unknown',
  })
})

test('it refuses other devices, and a folder with files of others', async () => {
  const { plan, place, input } = await planned()
  const run = (text: string) =>
    runShard({ plan, shard: 1, input: temporaryFile(text), out: join(place, 'shards'), workers: 0 })
  const { ownerToken } = sampleDevice(4)
  const anotherToken = content.replace(ownerToken, sampleDevice(99).ownerToken)
  await expect(run(anotherToken)).rejects.toMatchObject({ code: 'shard-input' })
  await expect(run(content.replace('serialNumber', 'batch'))).rejects.toMatchObject({ code: 'shard-input' })
  const longer = `${content}${csvOf([sampleDevice(30)]).split('\n')[1]}\n`
  await expect(run(longer)).rejects.toMatchObject({ code: 'shard-input' })
  await expect(run(content.slice(0, 400))).rejects.toMatchObject({ code: 'shard-input' })
  expect(readdirSync(place)).toEqual(['plan'])
  const out = join(place, 'plan')
  await runShard({ plan, shard: 1, input, out, workers: 0 })
  const taken = join(temporaryFolder(), 'shard-00002')
  mkdirSync(taken)
  writeFileSync(join(taken, 'notes.txt'), '')
  await expect(runShard({ plan, shard: 2, input, out: dirname(taken), workers: 0 })).rejects.toMatchObject({
    issue: { code: 'shard-folder', path: taken, detail: 'notes.txt' },
  })
  await expect(runShard({ plan: join(place, 'nowhere'), shard: 2, input, out: place })).rejects.toMatchObject(
    { code: 'plan-missing' },
  )
})

test('it refuses a plan of a version that makes other bytes', async () => {
  const { plan: path, place, input } = await planned()
  const { plan, key } = openPlan(path)
  const identity = { ...plan.job.identity, 'the bytes of labels': '0' }
  writeFileSync(path, planText({ ...plan, job: { ...plan.job, identity } }, key))
  await expect(runShard({ plan: path, shard: 1, input, out: place })).rejects.toMatchObject({
    issue: { code: 'plan-of-other-version', names: ['the bytes of labels'] },
  })
})

function digests(json: string): ReadonlySet<string> {
  return new Set(json.match(/"digest":"[0-9a-f]+"/g))
}

test('the plan holds no token, no digest without the key, and can be made again', async () => {
  const { plan, place, input } = await planned()
  const text = readFileSync(plan, 'utf8')
  for (const { ownerToken, devEui } of sampleDevices(30)) {
    expect(text).not.toContain(ownerToken)
    expect(text).not.toContain(devEui)
  }
  for (const name of ['shards.json', 'shards.key'])
    expect(statSync(join(place, 'plan', name)).mode & 0o777).toBe(0o600)
  const options = { input, out: join(place, 'plan'), as: ['svg', 'zpl'], chunkRows: 2, workers: 0 } as const
  await planShards({ ...options, of: 3, verify: 'none' })
  expect(readFileSync(plan, 'utf8')).toBe(text)
  await expect(planShards({ ...options, of: 4, verify: 'none' })).rejects.toMatchObject({
    code: 'plan-exists',
  })
  await expect(planShards({ ...options, of: 0 })).rejects.toMatchObject({ code: 'shard-count' })
  // Of the same devices with another key: no digest is the same.
  const again = await planShards({ ...options, of: 3, verify: 'none', out: join(place, 'again') })
  const both = [...digests(text)].filter((digest) => digests(readFileSync(again.plan, 'utf8')).has(digest))
  expect(both).toEqual([])
})

test('rows that are wrong leave no plan, and refused.csv as a job leaves it', async () => {
  const out = join(temporaryFolder(), 'plan')
  const input = temporaryFile(`${content}nonsense,1,2,3\n`)
  const summary = await planShards({ input, of: 2, out, workers: 0 })
  expect(summary).toMatchObject({ state: 'refused', refused: 1, read: 31, labels: 0 })
  expect(readdirSync(out)).toEqual(['.claimtag', 'refused.csv'])
  expect(readFileSync(join(out, 'refused.csv'), 'utf8')).toMatch(/^line,field,code,reason\r\n32,/)
})
