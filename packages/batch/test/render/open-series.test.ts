import { defaultTemplate, type Template } from '@claimtag/label'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { createLabelMaker, indexDevices, runBatch, type BatchOptions } from '../../src/index.ts'
import { planShards } from '../../src/shards.ts'
import { openPlan } from '../../src/shards/plan-file.ts'
import { sourceOfPlan } from '../../src/shards/planned-job.ts'
import { csvOf, sampleDevices } from '../devices.ts'

const require = createRequire(join(import.meta.dirname, '../../../label/package.json'))
const fontOf = (name: string) => readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
const FONT = fontOf('DejaVuSans')
const fontFiles = new Map([['own.ttf', FONT]])
const template: Template = {
  ...defaultTemplate,
  name: 'own-font',
  stock: { width: 60, height: 40 },
  elements: [
    defaultTemplate.elements[0]!,
    { type: 'text', id: 'product', x: 2, y: 27, width: 56, size: 2.5, font: 'own.ttf', text: '{product}' },
    { type: 'code128', id: 'bars', x: 26, y: 2, width: 34, height: 8, text: '{serialNumber}' },
  ],
}
const content = csvOf(sampleDevices(2))
  .trimEnd()
  .split('\n')
  .map((row, at) => `${row},${at === 0 ? 'product' : 'Czujnik wilgotności Θερμό'}`)
  .join('\n')
const options = {
  template,
  fontFiles,
  dpi: 300,
  as: ['zpl'],
  chunkRows: 1,
  verify: 'none',
  workers: 0,
} as const

const batch = (out: string, changed: Partial<BatchOptions> = {}) =>
  runBatch({ input: temporaryFile(content), out, ...options, ...changed })
const filesIn = (out: string) => readFileSync(join(out, 'labels.zpl'), 'latin1')

test('labels in a font and with bar codes are the same with threads, and go to other machines in a plan', async () => {
  const [alone, threads, plan] = Array.from({ length: 3 }, () => temporaryFolder())
  expect(await batch(alone!, { verify: 'all' })).toMatchObject({ state: 'done', labelled: 2, verified: 2 })
  await batch(threads!, { workers: 1 })
  expect(filesIn(threads!)).toEqual(filesIn(alone!))

  await planShards({ input: temporaryFile(content), out: plan!, of: 2, ...options })
  const opened = openPlan(plan!)
  expect(sourceOfPlan(opened.plan, [], []).fontFiles).toEqual(new Map([['own.ttf', new Uint8Array(FONT)]]))
})

test('another font is another job, and none is an error that says so', async () => {
  const out = temporaryFolder()
  await batch(out)
  const serif = new Map([['own.ttf', fontOf('DejaVuSerif')]])
  await expect(batch(out, { fontFiles: serif })).rejects.toMatchObject({
    issue: { code: 'job-changed', names: ['the template'] },
  })
  const fresh = temporaryFolder()
  await expect(batch(fresh, { fontFiles: undefined })).rejects.toMatchObject({
    issue: { code: 'missing-font' },
  })
  expect(existsSync(join(fresh, 'labels.zpl'))).toBe(false)
})

test('a row with a character that the font lacks is refused by itself', async () => {
  const input = temporaryFile(content.replace('Θερμό', '温度'))
  const summary = await batch(temporaryFolder(), { input, skipBadRows: true })
  expect(summary).toMatchObject({ labelled: 1, refused: 1 })
  expect(summary.refusals).toMatchObject([{ line: 2, code: 'missing-glyph' }])
})

test('a label that is made alone has them, too', async () => {
  const maker = createLabelMaker({ as: 'svg', template, fontFiles, dpi: 300 })
  const fields = { devEui: '70B3D57ED00A0004', serialNumber: '7', product: 'Ω' }
  const svg = Buffer.from(await maker.make('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', fields)).toString()
  expect(svg.match(/<path/g)!.length).toBeGreaterThan(3)
})

test('and so has a device that is found in its file', async () => {
  const index = await indexDevices(temporaryFile(content), { template, fontFiles, dpi: 300 })
  expect(index).toMatchObject({ devices: 2, refused: 0 })
  index.close()
})
