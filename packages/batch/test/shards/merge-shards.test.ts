import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tr005 } from '@claimtag/core'
import { cartonPresets, presets } from '@claimtag/label'
import {
  type BatchOptions,
  mergeShards,
  planShards,
  printFolder,
  runBatch,
  runShard,
  verifyFolder,
} from '../../src/index.ts'
import { recordFile } from '../../src/ledger/record-files.ts'
import { openPlan } from '../../src/shards/plan-file.ts'
import { readShardRecord, shardFolder, writeShardRecord } from '../../src/shards/shard-folder.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'
import { deviceColumns, parquet } from '../../../devices/test/parquet/files.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const SMALL: Partial<BatchOptions> = { workers: 0, chunkRows: 3, verify: { every: 10 } }
const ROWS = 23
const content = csvOf(sampleDevices(ROWS))

/** Everything that a job has written, by its name; its record without times. */
function filesOf(out: string): Readonly<Record<string, string>> {
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.claimtag') && statSync(join(out, name)).isFile())
    .sort()
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(join(out, name), 'latin1')
      return [name, name === 'job.json' ? text.replace(/"(startedAt|finishedAt|seal)": "[^"]*"/g, '') : text]
    }),
  )
}

/** What one machine makes, with the key of a plan, so that even the manifest is the same. */
async function oneMachine(options: BatchOptions, plan: string): Promise<Readonly<Record<string, string>>> {
  mkdirSync(join(options.out, '.claimtag'), { recursive: true, mode: 0o700 })
  writeFileSync(join(options.out, '.claimtag', 'key'), readFileSync(plan.replace(/json$/, 'key')))
  await runBatch(options)
  return filesOf(options.out)
}

interface Shards {
  readonly place: string
  readonly plan: string
  readonly input: string
  readonly shards: string
}

/** A plan and all of its shards. */
async function sharded(
  more: Partial<BatchOptions> = { as: ['zpl'], verify: 'none' },
  order = [2, 1, 3],
  text: string | Uint8Array = content,
): Promise<Shards> {
  const place = temporaryFolder()
  const input = temporaryFile(text)
  const { plan } = await planShards({ ...SMALL, ...more, input, of: 3, out: join(place, 'plan') })
  const shards = join(place, 'shards')
  for (const shard of order) await runShard({ plan, shard, input, out: shards, workers: 0 })
  return { place, plan, input, shards }
}

const art = presets['sheet-a4-l7160']!
const KINDS: readonly (readonly [string, Partial<BatchOptions>])[] = [
  ['label files in folders, streams and CSV', { as: ['png', 'svg', 'zpl', 'epl2', 'csv'], perFolder: 4 }],
  [
    'an archive, and PDFs whose bounds are not those of shards',
    { as: ['svg', 'pdf'], pack: 'zip', volume: 7, template: art, sheet: { start: 4 } },
  ],
  [
    'one PDF, and commands',
    { as: ['pdf', 'zpl-native', 'escpos', 'tspl', 'brother'], dpi: 300, verify: 'none' },
  ],
  [
    'cartons that begin in one shard and end in the next',
    {
      as: ['svg', 'zpl'],
      dpi: 300,
      verify: 'none',
      cartons: { size: 7, template: cartonPresets['carton-100x50']! },
    },
  ],
]

describe('what shards make in any order, merged, is what one machine makes', () => {
  test.each(KINDS)('%s', async (_, more) => {
    const { place, plan, input, shards } = await sharded(more)
    const out = join(place, 'labels')
    const merged = await mergeShards({ plan, shards: [shards], out })
    expect(merged).toMatchObject({ state: 'done', read: ROWS, labelled: ROWS, withheld: 0 })
    expect(filesOf(out)).toEqual(
      await oneMachine({ ...SMALL, ...more, input, out: join(place, 'one') }, plan),
    )
    const verdict = await verifyFolder(out)
    expect(verdict).toMatchObject({ labels: ROWS, faults: [], volumes: [], records: [], additional: [] })
    expect(statSync(join(out, '.claimtag', 'key')).mode & 0o777).toBe(0o600)
  })
})

test('rows without a label are in no shard, and refused.csv is that of the plan', async () => {
  const dirty = `${content}${sampleDevice(3).devEui},70B3D57ED0000001,AAECAw==,S99\n${content.split('\n')[9]}\n`
  const more = { as: ['zpl', 'csv'], skipBadRows: true, verify: 'none' } as const
  const { place, plan, input, shards } = await sharded(more, [1, 2, 3], dirty)
  const out = join(place, 'labels')
  expect(await mergeShards({ plan, shards: [shards], out })).toMatchObject({
    read: ROWS + 2,
    labelled: ROWS - 1,
    refused: 2,
    repeated: 1,
  })
  const expected = await oneMachine({ ...SMALL, ...more, input, out: join(place, 'one') }, plan)
  expect(filesOf(out)).toEqual(expected)
  expect(expected['refused.csv']).toContain('\n5,devEui,dev-eui-conflict')
})

test('a Parquet file is cut like any other, and its labels are those of the same rows as CSV', async () => {
  const columns = deviceColumns(ROWS)
  const file = parquet(columns, { rowGroupSize: 5 })
  const more = { as: ['svg', 'zpl'], format: tr005, verify: 'none' } as const
  const { place, plan, input, shards } = await sharded(more, [3, 1, 2], file)
  const out = join(place, 'labels')
  expect(await mergeShards({ plan, shards: [shards], out })).toMatchObject({ read: ROWS, labelled: ROWS })
  const merged = filesOf(out)
  expect(merged).toEqual(await oneMachine({ ...SMALL, ...more, input, out: join(place, 'one') }, plan))
  const lines = [0, ...Array.from({ length: ROWS }, (_, row) => row + 1)].map((row) =>
    columns.map(({ name, data }) => String(row === 0 ? name : data[row - 1])).join(','),
  )
  const csv = join(place, 'csv')
  await runBatch({ ...SMALL, ...more, input: temporaryFile(`${lines.join('\n')}\n`), out: csv })
  expect(merged['labels.zpl']).toBe(filesOf(csv)['labels.zpl'])
})

test('several files are one job in shards, too, whatever their kinds', async () => {
  const place = temporaryFolder()
  const devices = sampleDevices(20)
  const json = JSON.stringify(devices.slice(10), undefined, 1)
  const input = [temporaryFile(csvOf(devices.slice(0, 10)), 'a.csv'), temporaryFile(json, 'b.json')]
  const options = { ...SMALL, input, as: ['csv', 'zpl'], verify: 'none' } as const
  const { plan } = await planShards({ ...options, of: 3, out: join(place, 'plan') })
  // The names on another machine do not matter.
  const elsewhere = [temporaryFile(readFileSync(input[0]!), 'x'), temporaryFile(json, 'y')]
  const shards = join(place, 'shards')
  for (const shard of [1, 2, 3]) await runShard({ plan, shard, input: elsewhere, out: shards, workers: 0 })
  const out = join(place, 'labels')
  await mergeShards({ plan, shards: [shards], out })
  expect(filesOf(out)).toEqual(await oneMachine({ ...options, out: join(place, 'one') }, plan))
  const swapped = runShard({ plan, shard: 1, input: [...elsewhere].reverse(), out: join(place, 'other') })
  await expect(swapped).rejects.toMatchObject({ code: 'shard-input' })
})

test('the merged job is a job like any other: it prints, and goes on with --add', async () => {
  const { place, plan, input, shards } = await sharded()
  const out = join(place, 'labels')
  await mergeShards({ plan, shards: [shards], out })
  expect(await printFolder({ out, to: `file://${join(place, 'paper')}` })).toMatchObject({ printed: ROWS })
  const again = await runBatch({ ...SMALL, as: ['zpl'], verify: 'none', input, out })
  expect(again).toMatchObject({ state: 'done', labelled: ROWS, resumed: ROWS })
  appendFileSync(input, csvOf([sampleDevice(ROWS)]).split('\n')[1] ?? '')
  const added = await runBatch({ ...SMALL, as: ['zpl'], verify: 'none', input, out, add: true })
  expect(added).toMatchObject({ state: 'done', added: 1 })
})

test('two runs of a shard that differ are told from two that do not', async () => {
  const { place, plan, input, shards } = await sharded()
  // Only a run of other code can differ under the same key: here one that leaves two rows out.
  const folder = shardFolder(join(place, 'other', 'shard-00002'))
  await runShard({ plan, shard: 2, input, out: join(place, 'other'), workers: 0 })
  const { plan: seal, of, labels, verified } = readShardRecord(folder) ?? ({} as never)
  const lines = readFileSync(folder.manifest, 'utf8').replace(/"bytes":\d+/, '"bytes":1')
  writeFileSync(folder.manifest, lines)
  const { key } = openPlan(plan)
  const manifest = recordFile(folder, 'manifest.ndjson', key)
  writeShardRecord(folder, { plan: seal, shard: 2, of, state: 'done', labels, verified, manifest }, key)
  await expect(
    mergeShards({ plan, shards: [shards, folder.out], out: join(place, 'labels') }),
  ).rejects.toMatchObject({
    issue: { code: 'shard-differs', shard: 2, paths: [join(shards, 'shard-00002'), folder.out] },
  })
})

test('a merge that was stopped goes on, and one that is finished does nothing', async () => {
  const { place, plan, shards } = await sharded({ as: ['svg', 'zpl'], verify: 'none', pack: 'zip' })
  const [out, whole] = [join(place, 'labels'), join(place, 'whole')]
  await mergeShards({ plan, shards: [shards], out: whole })
  const resumed: number[] = []
  for (let stops = 0; ; stops++) {
    const stop = new AbortController()
    const { state, resumed: before } = await mergeShards({
      plan,
      shards: [shards],
      out,
      signal: stop.signal,
      onEvent: ({ type }) => type === 'progress' && stop.abort(),
    })
    resumed.push(before)
    if (state === 'done') break
    expect(stops).toBeLessThan(10)
  }
  expect(resumed.length).toBeGreaterThan(4)
  expect(resumed.at(-1)).toBeGreaterThan(15)
  expect(filesOf(out)).toEqual(filesOf(whole))
  expect(await mergeShards({ plan, shards: [shards], out })).toMatchObject({ state: 'done', resumed: ROWS })
})

function shardAt(shards: string, shard: number): string {
  return join(shards, `shard-0000${shard}`)
}

describe('what is refused', () => {
  test('a missing, doubled, foreign, differing or unfinished shard, by its name, before anything is written', async () => {
    const { place, plan, input, shards } = await sharded()
    const out = join(place, 'labels')
    const merge = (...paths: readonly string[]) => mergeShards({ plan, shards: paths, out })
    await expect(merge(shardAt(shards, 1), shardAt(shards, 3))).rejects.toMatchObject({
      issue: { code: 'shard-missing', shards: [2], of: 3 },
    })
    const copy = join(place, 'copy')
    cpSync(shardAt(shards, 2), copy, { recursive: true })
    await expect(merge(shards, copy)).rejects.toMatchObject({
      issue: { code: 'shard-doubled', shard: 2, paths: [shardAt(shards, 2), copy] },
    })
    await expect(merge(place)).rejects.toMatchObject({ issue: { code: 'shard-missing', shards: [1, 3] } })
    await expect(merge(join(place, 'plan'))).rejects.toMatchObject({ code: 'shard-absent' })

    // Of the same devices, but another plan: another key, or only another number of shards.
    const other = await planShards({ ...SMALL, as: ['zpl'], input, of: 3, out: join(place, 'other') })
    await expect(mergeShards({ plan: other.plan, shards: [shards], out })).rejects.toMatchObject({
      code: 'shard-foreign',
    })
    await expect(runShard({ plan: other.plan, shard: 1, input, out: shards })).rejects.toMatchObject({
      code: 'shard-foreign',
    })
    rmSync(join(shardAt(shards, 3), 'shard.json'))
    const stop = AbortSignal.abort()
    await runShard({ plan, shard: 1, input, out: join(place, 'stopped'), workers: 0, signal: stop })
    await expect(merge(join(place, 'stopped'))).rejects.toMatchObject({ code: 'shard-unfinished' })
    expect(existsSync(out)).toBe(false)
  })

  test('a shard of which anything was changed', async () => {
    const { place, plan, shards } = await sharded({ as: ['svg', 'zpl'], verify: 'none' })
    const out = join(place, 'labels')
    const merge = () => mergeShards({ plan, shards: [shards], out })
    const changed = async (name: string, at: number): Promise<void> => {
      const path = join(shardAt(shards, 2), name)
      const before = readFileSync(path)
      const bytes = Buffer.from(before)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(path, bytes)
      await expect(merge()).rejects.toMatchObject({
        issue: { code: 'shard-damaged', path: shardAt(shards, 2) },
      })
      writeFileSync(path, before)
    }
    await changed('shard.json', 20)
    await changed('manifest.ndjson', 300)
    await changed('labels.part', 500)
    await changed(`${sampleDevice(10).devEui}.svg`, 400)
    expect(await merge()).toMatchObject({ state: 'done', labelled: ROWS })
  })

  test('a folder of a shard, or one that holds some, as that of the job', async () => {
    const { plan, input, shards } = await sharded()
    for (const out of [shards, shardAt(shards, 2), join(shardAt(shards, 1), 'labels')])
      await expect(mergeShards({ plan, shards: [shards], out })).rejects.toMatchObject({
        code: 'output-is-input',
      })
    const labels = join(shards, '..', 'labels')
    await mergeShards({ plan, shards: [shards], out: labels })
    await expect(planShards({ ...SMALL, input, of: 2, out: labels })).rejects.toMatchObject({
      issue: { code: 'output-exists', path: join(labels, 'job.json') },
    })
  })

  test('a folder of another job, and a plan without its key', async () => {
    const { place, plan, input, shards } = await sharded()
    const out = join(place, 'labels')
    await runBatch({ ...SMALL, as: ['zpl'], verify: 'none', input, out })
    await expect(mergeShards({ plan, shards: [shards], out })).rejects.toMatchObject({ code: 'job-changed' })
    const key = plan.replace(/json$/, 'key')
    const bytes = readFileSync(key)
    rmSync(key)
    await expect(mergeShards({ plan, shards: [shards], out })).rejects.toMatchObject({ code: 'plan-key' })
    writeFileSync(key, Buffer.alloc(32, 7))
    await expect(mergeShards({ plan, shards: [shards], out })).rejects.toMatchObject({ code: 'plan-key' })
    writeFileSync(key, bytes)
    writeFileSync(plan, readFileSync(plan, 'utf8').replace('"chunkRows":3', '"chunkRows":4'))
    await expect(mergeShards({ plan, shards: [shards], out })).rejects.toMatchObject({ code: 'plan-damaged' })
  })
})
