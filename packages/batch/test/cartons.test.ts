import { cartonPresets, defaultTemplate, type Template } from '@claimtag/label'
import { createDecoder } from '@claimtag/decoder'
import { createScanner } from '@claimtag/decoder/scan'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type BatchEvent,
  type BatchOptions,
  printFolder,
  runBatch,
  streamBatch,
  verifyFolder,
} from '../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from './devices.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'

const devices = sampleDevices(11)
const template = cartonPresets['carton-100x50']!
const cartons = { size: 4, template }
const euis = (from: number, to: number) => devices.slice(from, to).map(({ devEui }) => devEui)

async function made(options: Partial<BatchOptions> = {}) {
  const out = join(temporaryFolder(), 'labels')
  const input = temporaryFile(csvOf(devices))
  const settled = { input, out, as: ['png'], cartons, workers: 0, chunkRows: 3, ...options } as const
  return { out, settled, summary: await runBatch(settled) }
}

const scanner = createScanner()

/** The texts of the symbols in a picture. */
async function scan(path: string): Promise<readonly string[]> {
  const found = await scanner.scan(readFileSync(path))
  return found.flatMap((symbol) => ('text' in symbol ? [symbol.text] : []))
}

interface Line {
  readonly carton?: number
  readonly devices?: number
  readonly devEui?: string
  readonly files: readonly { readonly as: string; readonly file: string; readonly entry?: string }[]
}

const linesOf = (out: string): readonly Line[] =>
  readFileSync(join(out, 'manifest.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

const order = (out: string) => linesOf(out).map(({ carton, devEui }) => devEui ?? carton)

const labelsIn = (out: string) =>
  readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(png|svg|zpl|zip)$/.test(path) && statSync(join(out, path)).isFile())
    .sort()
    .map((path) => [path, readFileSync(join(out, path), 'latin1')])

test('a label for every four devices behind theirs, the last for fewer', async () => {
  const { out, summary } = await made({ as: ['png', 'svg', 'zpl'] })
  expect(summary).toMatchObject({ state: 'done', labelled: 11, verified: 11, cartons: 3 })
  expect(order(out)).toEqual([...euis(0, 4), 1, ...euis(4, 8), 2, ...euis(8, 11), 3])
  expect(linesOf(out).flatMap((line) => line.devices ?? [])).toEqual([4, 4, 3])
  const names = readdirSync(out).filter((name) => name.startsWith('carton-'))
  expect(names.sort()).toEqual([1, 2, 3].flatMap((n) => [`carton-0000${n}.png`, `carton-0000${n}.svg`]))
  expect(readFileSync(join(out, 'labels.zpl'), 'latin1').match(/\^XA/g)).toHaveLength(14)
  expect(JSON.parse(readFileSync(join(out, 'job.json'), 'utf8'))).toMatchObject({
    labelled: 11,
    cartons: { size: 4, template: 'carton-100x50', labels: 3 },
  })
  expect(await verifyFolder(out)).toMatchObject({
    labels: 11,
    cartons: 3,
    faults: [],
    volumes: [],
    records: [],
    additional: [],
  })
})

test('it lists DevEUIs, their number and serial numbers from and to, and no code claims one of them', async () => {
  const { out } = await made({ as: ['png', 'svg'] })
  const texts = await scan(join(out, 'carton-00002.png'))
  expect(texts).toEqual([euis(4, 8).join('/')])
  expect(createDecoder().decode(texts[0] ?? '')).toMatchObject({ ok: false })
})

test('no token of any device is on it, in no output', async () => {
  const { out } = await made({ as: ['svg', 'zpl-native'] })
  const native = readFileSync(join(out, 'labels.native.zpl'), 'latin1')
    .split('^XA')
    .filter((label) => label.includes('Carton'))
  expect(native).toHaveLength(3)
  const drawn = readFileSync(join(out, 'carton-00001.svg'), 'utf8')
  for (const { ownerToken } of devices)
    for (let at = 0; at + 6 <= ownerToken.length; at++)
      for (const text of [...native, drawn]) expect(text).not.toContain(ownerToken.slice(at, at + 6))
})

describe('wherever a carton is broken, the bytes are the same', () => {
  test.each([0, 2])('by chunks of any size, with %i threads', async (workers) => {
    const as = ['png', 'zpl'] as const
    const whole = await made({ as, chunkRows: 500 })
    for (const chunkRows of workers === 0 ? [1, 3, 5] : [3]) {
      const { out } = await made({ as, chunkRows, workers })
      expect(labelsIn(out)).toEqual(labelsIn(whole.out))
    }
  })

  test('by an interruption', async () => {
    const whole = await made({ as: ['png', 'zpl'] })
    for (const stopAfter of [3, 6, 9]) {
      const stop = new AbortController()
      const onEvent = (event: BatchEvent) => {
        if (event.type === 'progress' && event.labels >= stopAfter) stop.abort()
      }
      const { settled, out, summary } = await made({ as: ['png', 'zpl'], signal: stop.signal, onEvent })
      expect(summary).toMatchObject({ state: 'interrupted', cartons: 0 })
      const { signal: _, onEvent: __, ...again } = settled as BatchOptions
      expect(await runBatch(again)).toMatchObject({ state: 'done', labelled: 11, cartons: 3 })
      expect(labelsIn(out)).toEqual(labelsIn(whole.out))
      expect(order(out)).toEqual(order(whole.out))
    }
  })

  test('by rows without a label, which are in no carton', async () => {
    const rows = csvOf(devices).trimEnd().split('\n')
    const bad = 'zz,70B3D57ED0000001,x,'
    const content = [...rows.slice(0, 4), bad, bad, ...rows.slice(4), rows[2] ?? ''].join('\n')
    const { out, summary } = await made({ input: temporaryFile(content), skipBadRows: true })
    expect(summary).toMatchObject({ labelled: 11, refused: 2, repeated: 1, cartons: 3 })
    expect(order(out)).toEqual([...euis(0, 4), 1, ...euis(4, 8), 2, ...euis(8, 11), 3])
  })

  test('in an archive and in a stream of one', async () => {
    const { out, settled } = await made({ as: ['png'], pack: 'zip' })
    const parts: Uint8Array[] = []
    const write = async (part: Uint8Array): Promise<void> => void parts.push(Uint8Array.from(part))
    await streamBatch({ ...settled, write })
    expect(Buffer.concat(parts).equals(readFileSync(join(out, 'labels.zip')))).toBe(true)
    expect(linesOf(out)[4]?.files[0]?.entry).toBe('00000/carton-00001.png')
    expect(await verifyFolder(out)).toMatchObject({ cartons: 3, volumes: [], faults: [] })
  })
})

test('a carton label that was changed is found, and named', async () => {
  const { out } = await made()
  const path = join(out, 'carton-00002.png')
  writeFileSync(path, readFileSync(join(out, 'carton-00001.png')))
  const { faults } = await verifyFolder(out)
  expect(faults).toMatchObject([{ devEui: 'carton-00002', file: 'carton-00002.png', fault: 'changed' }])
})

test('labels that are added go into cartons of their own, counted on', async () => {
  const { out, settled } = await made()
  const grown = temporaryFile(csvOf(sampleDevices(14)))
  expect(await runBatch({ ...settled, input: grown, add: true })).toMatchObject({ added: 3, cartons: 1 })
  const added = linesOf(out).slice(14)
  expect(added.map(({ carton, devEui }) => devEui ?? carton)).toEqual([
    ...[11, 12, 13].map((at) => sampleDevice(at).devEui),
    4,
  ])
  expect(added[3]?.files).toMatchObject([{ file: 'addition-2/carton-00004.png' }])
  expect(await verifyFolder(out)).toMatchObject({ labels: 14, cartons: 4, faults: [], additional: [] })
})

test('a printer gets them between those of the devices, each once', async () => {
  const { out } = await made({ as: ['zpl'] })
  const to = join(temporaryFolder(), 'printer.bin')
  expect(await printFolder({ out, to: `file://${to}` })).toMatchObject({ printed: 14, uncertain: [] })
  expect(readFileSync(to, 'latin1').match(/\^XA/g)).toHaveLength(14)
  expect(await printFolder({ out, to: `file://${to}` })).toMatchObject({ printed: 0, skipped: 14 })
})

test('the same job with other cartons, or without, is another job', async () => {
  const { settled } = await made()
  for (const other of [undefined, { size: 5, template }])
    await expect(runBatch({ ...settled, cartons: other })).rejects.toMatchObject({
      issue: { code: 'job-changed', names: ['the cartons'] },
    })
})

describe('is refused before anything is made', () => {
  const withElement = (element: Template['elements'][number]): Template => ({
    ...template,
    name: 'own',
    elements: [element],
  })
  const qr = { type: 'qr', id: 'code', x: 10, y: 5, size: 34 } as const
  const text = { type: 'text', id: 'words', x: 4, y: 4, width: 90, size: 2 } as const

  test.each<[string, string, Partial<BatchOptions>]>([
    ['the code of a device', 'code-on-carton', { cartons: { size: 4, template: withElement(qr) } }],
    [
      'the same, said so',
      'code-on-carton',
      { cartons: { size: 4, template: withElement({ ...qr, text: '{code}' }) } },
    ],
    ['a template for devices', 'code-on-carton', { cartons: { size: 4, template: defaultTemplate } }],
    [
      'a token in a symbol',
      'secret-field',
      { cartons: { size: 4, template: withElement({ ...qr, text: 'x{Owner Token}' }) } },
    ],
    [
      'a key as text',
      'secret-field',
      { cartons: { size: 4, template: withElement({ ...text, text: '{AppKey}' }) } },
    ],
    [
      'a field that no carton has',
      'carton-unprintable',
      { cartons: { size: 4, template: withElement({ ...text, text: '{firstDevEu}' }) } },
    ],
    [
      'more than its symbol holds',
      'carton-unprintable',
      { cartons: { size: 200, template }, input: csvOf(sampleDevices(200)) },
    ],
    ['a PDF', 'no-carton-output', { as: ['png', 'pdf'] }],
    ['payloads alone', 'no-carton-output', { as: ['csv'] }],
    ['no device', 'carton-size', { cartons: { size: 0, template } }],
    ['too many', 'carton-size', { cartons: { size: 1001, template } }],
  ])('%s', async (_, code, options) => {
    const input = temporaryFile(typeof options.input === 'string' ? options.input : csvOf(devices))
    await expect(made({ ...options, input, dryRun: true })).rejects.toMatchObject({ code })
  })
})

test('what all devices of a carton have in common may be printed, and nothing that differs', async () => {
  const own: Template = {
    name: 'own',
    stock: { width: 100, height: 50 },
    elements: [
      { type: 'text', id: 'order', x: 4, y: 4, width: 90, size: 3, text: 'Order {Order} {appEui}' },
      {
        type: 'text',
        id: 'colour',
        x: 4,
        y: 14,
        width: 90,
        size: 3,
        text: 'Colour {Colour}',
        when: 'Colour',
      },
      { type: 'qr', id: 'list', x: 4, y: 20, size: 28, text: '{count}/{firstDevEui}/{devEui5}' },
    ],
  }
  const content = csvOf(devices.slice(0, 4))
    .trimEnd()
    .split('\n')
    .map((line, at) => `${line},${at === 0 ? 'Order,Colour' : `4711,${at}`}`)
    .join('\n')
  const { out, summary } = await made({
    input: temporaryFile(content),
    as: ['png', 'zpl-native'],
    cartons: { size: 4, template: own },
  })
  expect(summary).toMatchObject({ unused: [], cartons: 1 })
  const [label = ''] = readFileSync(join(out, 'labels.native.zpl'), 'latin1').split('^XA').slice(-1)
  expect(label).toContain('Order 4711 70B3D57ED0000001')
  expect(label).not.toContain('Colour')
  // It has five places and four devices; the fifth is empty.
  expect(await scan(join(out, 'carton-00001.png'))).toEqual([`4/${devices[0]?.devEui}/`])
})
