import { encode, thingpark } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { cartonPresets, labelsAcross, type Template } from '@claimtag/label'
import type { DeliveryEntry } from '@claimtag/printer'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Raster, startPrinter } from '../../../examples/factory-line/src/index.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'
import { printEpl2 } from '../../label/test/printers/epl2-printer.ts'
import { blankPaper, type Paper, pixelsOf, putRows } from '../../label/test/printers/paper.ts'
import { printTspl } from '../../label/test/printers/tspl-printer.ts'
import { printZpl } from '../../label/test/printers/zpl-printer.ts'
import {
  type BatchOptions,
  createLabelMaker,
  mergeShards,
  planShards,
  printFolder,
  readLabel,
  runBatch,
  runShard,
  verifyFolder,
} from '../src/index.ts'
import { createLabelDigests } from '../src/ledger/manifest/label-digests.ts'
import { createBarcodeReader } from '../src/read-back/barcode.ts'
import { readBackLabel } from '../src/read-back/label.ts'
import { createSymbolReader } from '../src/read-back/symbol.ts'
import { csvOf, sampleDevices } from './devices.ts'

// Labels that lie side by side on a roll: three across, 203 dpi.

const devices = sampleDevices(7)
const euis = devices.map(({ devEui }) => devEui)
const content = csvOf(devices)
const template: Template = {
  name: 'three-across',
  stock: { width: 25, height: 28, margin: 0.5, gap: 2 },
  elements: [
    { type: 'qr', x: 0.5, y: 0.5, size: 24 },
    { type: 'text', x: 1, y: 25, width: 23, size: 1.5, text: '{devEui}' },
  ],
  sheet: {
    page: { width: 82, height: 28 },
    columns: 3,
    rows: 1,
    left: 1,
    top: 0,
    columnGap: 2.3,
    rowGap: 0,
  },
}
const { lefts, width, height } = labelsAcross(template.stock, { columns: 3, columnGap: 2.3 }, 203)
const [LABEL_DOTS, STREAMS] = [200, ['zpl', 'tspl', 'epl2'] as const]
type Language = (typeof STREAMS)[number]
const base = { template, workers: 0, chunkRows: 2 } as const
const cartons = { size: 4, template: cartonPresets['carton-100x50']! }

async function made(options: Partial<BatchOptions> = {}, text = content) {
  const out = join(temporaryFolder(), 'labels')
  const settled = { ...base, input: temporaryFile(text), out, as: ['zpl'], ...options } as const
  return { out, settled, summary: await runBatch(settled) }
}

let place = ''
let madeOnce: unknown

/** Jobs that are made once, of streams and of pictures; each caller has a copy. */
function finished(job: 'streams' | 'pictures'): string {
  const out = join(temporaryFolder(), 'labels')
  cpSync(join(place, job), out, { recursive: true })
  return out
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'claimtag-rows-'))
  const input = join(place, 'devices.csv')
  writeFileSync(input, content)
  const settled = { ...base, input, chunkRows: 3 }
  await runBatch({ ...settled, out: join(place, 'pictures'), as: ['png'], verify: 'none' })
  madeOnce = await runBatch({ ...settled, out: join(place, 'streams'), as: [...STREAMS] })
  return () => rmSync(place, { recursive: true, force: true })
})

const streamOf = (out: string, kind = 'zpl'): Buffer => readFileSync(join(out, `labels.${kind}`))

const PRINT: Readonly<Record<Language, (stream: Uint8Array) => readonly { readonly paper: Paper }[]>> = {
  zpl: printZpl,
  tspl: (stream) => printTspl(stream, 8),
  epl2: printEpl2,
}

const scanner = createScanner()
const decoder = createDecoder()

/** The DevEUI that the place of a row shows, `''` for an empty one. */
async function readPlace(paper: Paper, left: number): Promise<string> {
  const dots = new Uint8Array(LABEL_DOTS * paper.height)
  for (let y = 0; y < paper.height; y++)
    dots.set(paper.dots.subarray(y * paper.width + left, y * paper.width + left + LABEL_DOTS), y * LABEL_DOTS)
  if (!dots.includes(1)) return ''
  const [text = ''] = textsOf(
    await scanner.scan(pixelsOf({ width: LABEL_DOTS, height: paper.height, dots }), { effort: 'low' }),
  )
  const result = decoder.decode(text)
  return result.ok ? result.record.devEui : 'not read'
}

/** What a stream prints, row by row; `carton` for a print of another size. */
async function rowsIn(
  stream: Uint8Array,
  language: Language = 'zpl',
  [from, to]: readonly [number?, number?] = [],
): Promise<readonly string[][]> {
  const rows: string[][] = []
  for (const { paper } of PRINT[language](stream).slice(from, to)) {
    if (paper.width !== width || paper.height !== height) rows.push(['carton'])
    else {
      const places: string[] = []
      for (const left of lefts) places.push(await readPlace(paper, left))
      rows.push(places)
    }
  }
  return rows
}

/** Devices by their numbers, `undefined` for an empty place. */
const row = (...numbers: readonly (number | undefined)[]): string[] =>
  [0, 1, 2].map((at) => {
    const number = numbers[at]
    return number === undefined ? '' : (euis[number] ?? '')
  })

interface Line {
  readonly carton?: number
  readonly devEui?: string
  readonly files: readonly {
    readonly as: string
    readonly offset: number
    readonly bytes: number
    readonly page?: number
    readonly place?: number
  }[]
}

const linesOf = (path: string): readonly unknown[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

const manifestOf = (out: string) => linesOf(join(out, 'manifest.ndjson')) as readonly Line[]
const fileOf = ({ files }: Line, kind: string) => files.find(({ as }) => as === kind)!
const placesOf = (out: string, kind = 'zpl') =>
  manifestOf(out)
    .map((line) => fileOf(line, kind))
    .map(({ page, place: at }) => (at === undefined ? '' : `${page}.${at}`))

const CLEAN = { faults: [], volumes: [], records: [], additional: [] }

describe.each(STREAMS)('three across in %s', (kind) => {
  test('are one print each, every label at its place, and the last row has one', async () => {
    const out = finished('streams')
    expect(madeOnce).toMatchObject({ state: 'done', labelled: 7, verified: 7 })
    expect(await rowsIn(streamOf(out, kind), kind)).toEqual([row(0, 1, 2), row(3, 4, 5), row(6)])
    expect(await verifyFolder(out)).toEqual({ labels: 7, ...CLEAN })
    expect(placesOf(out, kind)).toEqual(['1.1', '1.2', '1.3', '2.1', '2.2', '2.3', '3.1'])
    // The bytes that the manifest names are those of the label: without them, its place alone is empty.
    const { offset, bytes } = fileOf(manifestOf(out)[4]!, kind)
    const stream = streamOf(out, kind)
    const without = Buffer.concat([stream.subarray(0, offset), stream.subarray(offset + bytes)])
    expect(await rowsIn(without, kind, [1, 2])).toEqual([row(3, undefined, 5)])
  })

  test('a label by itself is a print with the first place alone', async () => {
    const read = { devEui: euis[4] ?? '', as: kind, to: 'test' }
    const out = finished('streams')
    const label = await readLabel({ out, ...read })
    expect(await rowsIn(label, kind)).toEqual([row(4)])
    const fromPng = await readLabel({ out: finished('pictures'), ...read })
    expect(Buffer.compare(fromPng, label)).toBe(0)
    const origin = { input: temporaryFile(content), template, dpi: 203 }
    expect(Buffer.compare(await readLabel({ out, ...read, origin }), label)).toBe(0)
  })
})

test('the label of a carton is a print between rows', async () => {
  const { out } = await made({ as: ['zpl', 'epl2'], cartons })
  const rows = [row(0, 1, 2), row(3), ['carton'], row(4, 5, 6), ['carton']]
  expect(await rowsIn(streamOf(out))).toEqual(rows)
  expect(await rowsIn(streamOf(out, 'epl2'), 'epl2')).toEqual(rows)
  expect(placesOf(out)).toEqual(['1.1', '1.2', '1.3', '2.1', '', '4.1', '4.2', '4.3', ''])
  expect(await verifyFolder(out)).toEqual({ labels: 7, cartons: 2, ...CLEAN })
  // On the same roll, it takes the first place.
  const { elements } = cartons.template
  const small = {
    ...template,
    name: 'c',
    elements: elements.filter(({ type }) => type === 'text').slice(0, 1),
  }
  const text = small.elements.map((element) => ({ ...element, x: 1, y: 2, width: 23, size: 1.5 }) as never)
  const same = await made({ as: ['tspl'], cartons: { size: 4, template: { ...small, elements: text } } })
  expect(PRINT.tspl(streamOf(same.out, 'tspl')).map(({ paper }) => paper.width)).toEqual(Array(5).fill(width))
  expect(await verifyFolder(same.out)).toEqual({ labels: 7, cartons: 2, ...CLEAN })
})

test('a printer that draws by itself has the fields of three labels in one format', async () => {
  const { out } = await made({ as: ['zpl-native', 'csv'] })
  const prints = printZpl(streamOf(out, 'native.zpl'))
  expect(prints.map(({ symbols }) => symbols.length)).toEqual([3, 3, 1])
  expect(prints[0]?.paper).toMatchObject({ width, height })
  const { x = 0 } = prints[0]?.symbols[0] ?? {}
  expect(prints[0]?.symbols.map((symbol) => symbol.x - x)).toEqual(lefts)
  expect(prints.flatMap(({ texts }) => texts.map(({ text }) => text))).toEqual(euis)
  expect(await verifyFolder(out)).toEqual({ labels: 7, ...CLEAN })
  const label = await readLabel({ out, devEui: euis[5] ?? '', as: 'zpl-native', to: 'test' })
  expect(printZpl(label)).toMatchObject([{ symbols: [{ x }], texts: [{ text: euis[5] }] }])
})

test('a job that was stopped goes on inside a row, byte for byte', async () => {
  const whole = await made({ verify: 'none', cartons })
  const stop = new AbortController()
  const out = join(temporaryFolder(), 'labels')
  const settled = { ...whole.settled, out, chunkRows: 1 }
  const { state, labelled } = await runBatch({
    ...settled,
    signal: stop.signal,
    onEvent: (event) => void (event.type === 'progress' && event.labels === 2 && stop.abort()),
  })
  expect(state).toBe('interrupted')
  expect([2, 3]).toContain(labelled)
  // A machine that stopped while it wrote leaves more than its journal says.
  writeFileSync(
    join(out, 'labels.zpl.part'),
    Buffer.concat([readFileSync(join(out, 'labels.zpl.part')), Buffer.of(0x5e, 0x46)]),
  )
  expect(await runBatch(settled)).toMatchObject({ state: 'done', labelled: 7 })
  expect(streamOf(out).equals(streamOf(whole.out))).toBe(true)
  expect(await verifyFolder(out)).toEqual({ labels: 7, cartons: 2, ...CLEAN })
})

test('shards that end inside a row are merged to what one machine makes', async () => {
  const { out, settled } = await made({ verify: 'none', as: ['epl2'], chunkRows: 1 })
  const folder = temporaryFolder()
  const { plan } = await planShards({ ...settled, of: 2, out: join(folder, 'plan') })
  const shards = join(folder, 'shards')
  for (const shard of [2, 1]) await runShard({ plan, shard, input: settled.input, out: shards, workers: 0 })
  const merged = join(folder, 'merged')
  await mergeShards({ plan, shards: [shards], out: merged })
  expect(streamOf(merged, 'epl2').equals(streamOf(out, 'epl2'))).toBe(true)
  expect(placesOf(merged, 'epl2')).toEqual(placesOf(out, 'epl2'))
  expect(await verifyFolder(merged)).toEqual({ labels: 7, ...CLEAN })
})

test('labels that are added have rows of their own', async () => {
  const { out, settled } = await made({ as: ['tspl'] }, csvOf(devices.slice(0, 4)))
  const before = streamOf(out, 'tspl')
  const summary = await runBatch({ ...settled, input: temporaryFile(content), add: true })
  expect(summary).toMatchObject({ state: 'done', labelled: 7, added: 3 })
  expect(streamOf(out, 'tspl').equals(before)).toBe(true)
  expect(await rowsIn(before, 'tspl')).toEqual([row(0, 1, 2), row(3)])
  expect(await rowsIn(readFileSync(join(out, 'addition-2/labels.tspl')), 'tspl')).toEqual([row(4, 5, 6)])
  expect(await verifyFolder(out)).toEqual({ labels: 7, ...CLEAN })
})

describe('what was changed in a row', () => {
  const [ROW, LABEL] = ['around its labels', 'of a label']
  test.each([
    ['what is before a row', ROW, (zpl: string) => zpl.replace('^PW', '^PX')],
    ['what is after a row', ROW, (zpl: string) => zpl.replace('^PQ1', '^PQ2')],
    ['where a label is', LABEL, (zpl: string) => zpl.replace('^FO218', '^FO219')],
    ['a command between labels', ROW, (zpl: string) => `${zpl}^XA^XZ\n`],
  ])('%s is found', async (_, where, change) => {
    const out = finished('streams')
    const path = join(out, 'labels.zpl')
    writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1')
    const { faults, volumes } = await verifyFolder(out)
    const [found, expected] =
      where === LABEL
        ? [faults, [{ devEui: euis[1], fault: 'changed' }]]
        : [volumes, [{ file: 'labels.zpl' }]]
    expect(found).toMatchObject(expected)
  })

  test('a label that is not where its row has a place does not count as read', async () => {
    const out = finished('streams')
    const [, entry] = manifestOf(out) as readonly unknown[] as readonly Parameters<typeof readBackLabel>[0][]
    const file = entry!.files[0]!
    const bytes = streamOf(out).subarray(file.offset, file.offset! + file.bytes)
    const digests = createLabelDigests(readFileSync(join(out, '.claimtag/key')), 3)
    const tools = { digests, readSymbol: createSymbolReader(), readBarcode: createBarcodeReader() }
    expect(await readBackLabel(entry!, file, bytes, { ...tools, lefts })).toBeUndefined()
    // As if the rows had another gap than that of the template.
    const other = labelsAcross(template.stock, { columns: 3, columnGap: 3 }, 203).lefts
    expect(await readBackLabel(entry!, file, bytes, { ...tools, lefts: other })).toBe('no-picture')
    expect(await readBackLabel(entry!, file, bytes, tools)).toBe('no-picture')
  })
})

const journalOf = (out: string) =>
  linesOf(join(out, '.claimtag/deliveries.ndjson')) as readonly DeliveryEntry[]

async function printedBy(out: string, more: Partial<Parameters<typeof printFolder>[0]> = {}) {
  const path = join(temporaryFolder(), 'printer.bin')
  const summary = await printFolder({ out, to: `file://${path}`, ...more })
  return { summary, rows: await rowsIn(readFileSync(path)) }
}

describe('printing', () => {
  test('gives a printer whole rows, and names every label of them', async () => {
    const { out } = await made({ verify: 'none', cartons })
    const progress: number[] = []
    const { summary, rows } = await printedBy(out, { onProgress: (labels) => progress.push(labels) })
    expect(summary).toMatchObject({ printed: 9, skipped: 0, uncertain: [] })
    expect(rows).toEqual([row(0, 1, 2), row(3), ['carton'], row(4, 5, 6), ['carton']])
    expect(progress.at(-1)).toBe(9)
    const named = journalOf(out).flatMap(({ state, ids }) => (state === 'confirmed' ? ids : []))
    expect(named).toEqual([...euis.slice(0, 4), 'carton-00001', ...euis.slice(4), 'carton-00002'])
    expect(await printedBy(out)).toMatchObject({ summary: { printed: 0, skipped: 9 }, rows: [] })
  })

  test('one label is in the first place, and some are side by side', async () => {
    const out = finished('streams')
    expect((await printedBy(out, { devEuis: [euis[5]!] })).rows).toEqual([row(5)])
    expect((await printedBy(out, { devEuis: [euis[1]!, euis[6]!] })).rows).toEqual([row(1, 6)])
    // What is left moves up.
    expect((await printedBy(out)).rows).toEqual([row(0, 2, 3), row(4)])
    const reprint = { reason: 'torn' }
    expect((await printedBy(out, { devEuis: [euis[5]!], reprint })).rows).toEqual([row(5)])
  })

  test('when it is not known whether a row was printed, all its labels are uncertain', async () => {
    const out = finished('streams')
    const sent = { state: 'sent', ids: euis.slice(0, 3), attempt: 1 }
    writeFileSync(join(out, '.claimtag/deliveries.ndjson'), `${JSON.stringify(sent)}\n`)
    const { summary, rows } = await printedBy(out)
    expect(summary).toMatchObject({ printed: 4, skipped: 3, uncertain: euis.slice(0, 3) })
    expect(rows).toEqual([row(3, 4, 5), row(6)])
    const again = await printedBy(out, { uncertain: 'reprint' })
    expect(again).toMatchObject({ summary: { printed: 3, uncertain: [] }, rows: [row(0, 1, 2)] })
  })

  test('a connection that is lost in the middle of a row leaves none of its labels certain', async () => {
    const out = finished('streams')
    const rasters: Raster[] = []
    // In the second label of the first row, which is never whole on paper.
    const [, second] = manifestOf(out).map((line) => fileOf(line, 'zpl'))
    const printer = await startPrinter({
      msPerLabel: 1,
      dropAt: [second!.offset + 900],
      onLabel: (raster) => rasters.push(raster),
    })
    onTestFinished(() => printer.close())
    const first = await printFolder({ out, to: printer.url })
    expect(first.uncertain.slice(0, 3)).toEqual(euis.slice(0, 3))
    const { uncertain, printed } = await printFolder({ out, to: printer.url, uncertain: 'reprint' })
    expect([uncertain, printed]).toEqual([[], first.uncertain.length])
    const rows: string[][] = []
    for (const { width: dots, height: high, ...raster } of rasters) {
      const places: string[] = []
      const paper = blankPaper(dots, high)
      putRows(paper, raster.data, raster.stride, { x: 0, y: 0 }, 1)
      for (const left of lefts) places.push(await readPlace(paper, left))
      rows.push(places)
    }
    // How many rows were on their way with the first one depends on the machine; each comes out once, and whole.
    const expected = [row(0, 1, 2), row(3, 4, 5), row(6)].map(String)
    expect(rows.map(String).sort()).toEqual(expected.sort())
  })

  test('in another language than that of the job, from its pictures', async () => {
    const out = finished('pictures')
    const path = join(temporaryFolder(), 'printer.bin')
    await printFolder({ out, to: `file://${path}`, language: 'tspl' })
    expect(await rowsIn(readFileSync(path), 'tspl')).toEqual([row(0, 1, 2), row(3, 4, 5), row(6)])
  })

  test('is refused for a printer that prints labels one by one', async () => {
    const out = finished('pictures')
    await expect(readLabel({ out, devEui: euis[0]!, as: 'escpos', to: 'test' })).rejects.toMatchObject({
      code: 'sheet-for-printer',
    })
  })
})

test('a label that is made by itself is in the first place', async () => {
  const maker = createLabelMaker({ as: 'zpl', template })
  const { devEui, appEui: joinEui, ownerToken } = devices[0]!
  const text = encode({ devEui, joinEui, ownerToken }, thingpark)
  expect(await rowsIn(await maker.make(text, { devEui }))).toEqual([row(0)])
})
