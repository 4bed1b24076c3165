import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
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
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const SMALL: Partial<BatchOptions> = { workers: 0, chunkRows: 3, verify: { every: 10 } }
const content = csvOf(sampleDevices(40))

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

const KINDS: readonly (readonly [string, Partial<BatchOptions>])[] = [
  ['label files in one folder, and a printer’s stream', { as: ['png', 'svg', 'zpl'] }],
  ['label files in folders', { as: ['svg'], perFolder: 4 }],
  ['an archive beside streams', { as: ['png', 'tspl', 'epl2', 'csv'], pack: 'zip' }],
  [
    'PDFs whose bounds are not those of shards',
    { as: ['pdf'], volume: 7, template: presets['sheet-a4-l7160'] as never, sheet: { start: 4 } },
  ],
  ['one PDF, and commands', { as: ['pdf', 'zpl-native', 'escpos'] }],
  ['a Brother', { as: ['brother'], dpi: 300 }],
  [
    'cartons that begin in one shard and end in the next',
    { as: ['svg', 'zpl'], cartons: { size: 7, template: cartonPresets['carton-100x50'] as never } },
  ],
]

describe('what shards make, merged, is what one machine makes', () => {
  test.each(KINDS)('%s', async (_, more) => {
    const place = temporaryFolder()
    const input = temporaryFile(content)
    const options = { ...SMALL, ...more, input }
    const { plan, state } = await planShards({ ...options, of: 4, out: join(place, 'plan') })
    expect(state).toBe('planned')
    for (const shard of [3, 1, 4, 2])
      expect(await runShard({ plan, shard, input, out: join(place, 'shards'), workers: 0 })).toMatchObject({
        state: 'done',
      })
    const out = join(place, 'labels')
    const merged = await mergeShards({ plan, shards: [join(place, 'shards')], out })
    expect(merged).toMatchObject({ state: 'done', read: 40, labelled: 40, withheld: 0 })
    const expected = await oneMachine({ ...options, out: join(place, 'one') }, plan)
    expect(filesOf(out)).toEqual(expected)
    expect(await verifyFolder(out)).toMatchObject({
      labels: 40,
      faults: [],
      volumes: [],
      records: [],
      additional: [],
    })
  })
})
