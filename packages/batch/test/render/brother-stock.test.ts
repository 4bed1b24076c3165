import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultTemplate, type Template } from '@claimtag/label'
import { expect, test } from 'vitest'
import { runBatch, verifyFolder, type BatchEvent, type BatchOptions } from '../../src/index.ts'
import { readBrother } from '../../src/read-back/languages/brother.ts'
import { printBrother } from '../../../label/test/printers/brother-printer.ts'
import { brotherStock } from '../../src/render/brother-stock.ts'
import { csvOf, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

test.each([
  [62, 29, '62x29'],
  // Stock is named by whole millimetres.
  [61.6, 28.9, '62x29'],
  [23, 23, '23x23'],
  [25, 25, '29'],
  [50, 25, '50'],
  [51, 25, '54'],
  [62, 40, '62'],
])('a label of %d × %d mm goes onto %s', (width, height, media) => {
  expect(brotherStock({ width, height }, 300, undefined)).toBe(media)
})

test('what is loaded may be another stock, but none that there is not', () => {
  const { stock } = defaultTemplate
  expect(brotherStock(stock, 300, '62x100')).toBe('62x100')
  const code = 'brother-stock'
  expect(() => brotherStock(stock, 300, '63x29')).toThrow(expect.objectContaining({ code }))
  expect(() => brotherStock({ width: 63, height: 20 }, 300, undefined)).toThrow(
    expect.objectContaining({ code }),
  )
  expect(() => brotherStock(stock, 203, undefined)).toThrow(
    expect.objectContaining({ code: 'brother-resolution' }),
  )
})

test('the roll for two colours is printed black when it is asked for, and its labels are verified', async () => {
  expect(brotherStock({ width: 62, height: 40 }, 300, '62red')).toBe('62red')
  const out = join(temporaryFolder(), 'labels')
  const input = temporaryFile(csvOf(sampleDevices(2)))
  const summary = await runBatch({ input, out, as: ['brother'], dpi: 300, media: '62red', workers: 0 })
  expect(summary).toMatchObject({ labelled: 2, verified: 2 })
  expect(await verifyFolder(out)).toMatchObject({ labels: 2, faults: [], volumes: [] })
  const stream = readFileSync(join(out, 'labels.brother'))
  expect(printBrother(stream.subarray(0, stream.lastIndexOf(Buffer.alloc(400)))).length).toBe(1)
  const [line = ''] = readFileSync(join(out, 'manifest.ndjson'), 'utf8').split('\n', 1)
  const { files } = JSON.parse(line) as { files: readonly [{ bytes: number }] }
  const label = Buffer.from(stream.subarray(0, files[0].bytes))
  expect(inked(label)).toBe(true)
  // A dot in a red line: no reader would see it as it is printed.
  label[label.indexOf(Buffer.of(0x77, 0x02, 90)) + 40] = 0x10
  expect(inked(label)).toBeUndefined()
})

function inked(bytes: Uint8Array): boolean | undefined {
  return readBrother(bytes, [])?.data.some((byte) => byte !== 0)
}

const SERIAL = {
  type: 'text',
  id: 'serial',
  x: 45,
  y: 10,
  width: 17,
  size: 2,
  text: '{serialNumber}',
} as const
const [code] = defaultTemplate.elements
const template: Template = {
  name: 'edge',
  stock: { width: 62, height: 29 },
  elements: [...(code === undefined ? [] : [code]), SERIAL],
}

test('a row whose label has ink where the stock takes none is refused before the first label', async () => {
  const devices = sampleDevices(3).map((device, index) => ({
    ...device,
    serialNumber: index === 1 ? 'AAAAAAAAAA' : 'A',
  }))
  const out = temporaryFolder()
  const input = temporaryFile(csvOf(devices))
  const options: BatchOptions = { input, out, as: ['brother'], dpi: 300, template, workers: 0 }
  expect(await runBatch({ ...options, as: ['png'], dryRun: true })).toMatchObject({ refused: 0 })
  const summary = await runBatch(options)
  expect(summary).toMatchObject({ state: 'refused', refused: 1, labelled: 0 })
  expect(summary.refusals).toMatchObject([{ line: 3, code: 'off-media' }])
})

test.each(['epl2', 'brother'] as const)('a stopped job of %s goes on to the same bytes', async (as) => {
  const input = temporaryFile(csvOf(sampleDevices(20)))
  const options = { input, as: [as], dpi: 300, chunkRows: 6, workers: 0 }
  const [whole, parts] = [temporaryFolder(), temporaryFolder()]
  await runBatch({ ...options, out: whole })
  cpSync(join(whole, '.claimtag/key'), join(parts, '.claimtag/key'), { recursive: true })
  const stop = new AbortController()
  const onEvent = ({ type }: BatchEvent): void => {
    if (type === 'progress') stop.abort()
  }
  const first = await runBatch({ ...options, out: parts, signal: stop.signal, onEvent })
  expect(first).toMatchObject({ state: 'interrupted' })
  expect(await runBatch({ ...options, out: parts })).toMatchObject({ state: 'done', verified: 20 })
  for (const file of [`labels.${as}`, 'manifest.ndjson'])
    expect(readFileSync(join(parts, file)).equals(readFileSync(join(whole, file)))).toBe(true)
  expect(await verifyFolder(parts)).toMatchObject({ labels: 20, faults: [], additional: [] })
})
