import { defaultTemplate, type Template } from '@claimtag/label'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { readLabel, runBatch, streamBatch, type BatchOptions } from '../../src/index.ts'
import { planShards } from '../../src/shards.ts'
import { openPlan } from '../../src/shards/plan-file.ts'
import { csvOf, sampleDevices } from '../devices.ts'

const template: Template = {
  ...defaultTemplate,
  name: 'same-size',
  stock: { width: 50, height: 42 },
  elements: [{ type: 'qr', id: 'code', x: 1, y: 1, size: 40, sameSize: true }],
}
const free: Template = { ...template, elements: [{ type: 'qr', id: 'code', x: 1, y: 1, size: 40 }] }
const devices = sampleDevices(6)
/** Rows whose codes are of three lengths. */
const content = csvOf(
  devices.map((device, at) => ({
    ...device,
    serialNumber: at < 4 ? `S${at}` : `26W47-${'0'.repeat(8 * at)}`,
  })),
)
const grown = `${content}70B3D57ED01000FF,70B3D57ED0000001,ecQSH8YIV9/+/HS5mcyF8Q==,${'7'.repeat(250)}\n`

const batch = (out: string, options: Partial<BatchOptions> = {}) =>
  runBatch({
    input: temporaryFile(content),
    out,
    template,
    as: ['zpl'],
    chunkRows: 3,
    workers: 0,
    verify: 'none',
    ...options,
  })
const sizesIn = (out: string) =>
  readFileSync(join(out, 'manifest.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(
      (line) => (JSON.parse(line) as { symbols: { version: number; dots: number; x: number }[] }).symbols[0]!,
    )
const distinct = (out: string) =>
  new Set(sizesIn(out).map(({ version, dots, x }) => `${version} ${dots} ${x}`))

let largest = 0
let least = 0
beforeAll(async () => {
  const out = mkdtempSync(join(tmpdir(), 'claimtag-sizes-'))
  const input = join(out, 'devices.csv')
  writeFileSync(input, content)
  await runBatch({ input, out, template: free, as: ['zpl'], workers: 0, verify: 'none' })
  largest = Math.max(...sizesIn(out).map(({ version }) => version))
  least = Math.min(...sizesIn(out).map(({ dots }) => dots))
  const sizes = distinct(out).size
  rmSync(out, { recursive: true })
  if (sizes < 2) throw new Error('the rows need no different sizes')
})

test('all symbols of a batch have the size that its longest code needs', async () => {
  const out = temporaryFolder()
  expect(await batch(out, { verify: 'all' })).toMatchObject({ state: 'done', labelled: 6, verified: 6 })
  expect(distinct(out).size).toBe(1)
  expect(sizesIn(out)[0]).toMatchObject({ version: largest, dots: least })
})

test('with threads, as a stream and in a plan they have the same', async () => {
  const [alone, threads, plan] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
  await batch(alone)
  await batch(threads, { workers: 1 })
  const bytes = readFileSync(join(alone, 'labels.zpl'))
  expect(readFileSync(join(threads, 'labels.zpl')).equals(bytes)).toBe(true)
  const parts: Uint8Array[] = []
  const write = async (part: Uint8Array) => void parts.push(Uint8Array.from(part))
  const options = { template, as: ['zpl'], workers: 0, verify: 'none' } as const
  await streamBatch({ input: temporaryFile(content), chunkRows: 3, write, ...options })
  expect(Buffer.concat(parts).equals(bytes)).toBe(true)
  await planShards({ input: temporaryFile(content), out: plan, of: 2, ...options })
  expect(openPlan(plan).plan.output.versions).toEqual([largest])
})

test('labels that are added have the size of the job, and a row that needs a larger one is refused', async () => {
  const out = temporaryFolder()
  await batch(out)
  const more = content
    .replace('70B3D57ED0100000', '70B3D57ED01000AA')
    .replace(devices[0]!.ownerToken, 'vtbB39ICyw/hp9V7cQDGtQ==')
  expect(await batch(out, { input: temporaryFile(more), add: true })).toMatchObject({ added: 1 })
  expect(distinct(out).size).toBe(1)
  await expect(batch(out, { input: temporaryFile(grown), add: true })).rejects.toMatchObject({
    code: 'size-outgrown',
    issue: { names: ['code'] },
  })
})

test('a label that is drawn again is the same', async () => {
  const out = temporaryFolder()
  await batch(out, { as: ['png', 'zpl'] })
  const input = temporaryFile(content)
  const devEui = devices[0]!.devEui
  const label = await readLabel({ out, devEui, as: 'zpl', to: 'a file', origin: { input, template } })
  expect(Buffer.from(label).toString('latin1')).toContain('^XA')
})
