import { defaultTemplate, type Template } from '@claimtag/label'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BatchSummary, createLabelMaker, runBatch, verifyFolder } from '../../src/index.ts'
import { createLabelDigests } from '../../src/ledger/manifest/label-digests.ts'
import type { ManifestEntry } from '../../src/ledger/manifest/manifest.ts'
import { createBarcodeReader } from '../../src/read-back/barcode.ts'
import { pictureReader, readBackLabel } from '../../src/read-back/label.ts'
import { createSymbolReader } from '../../src/read-back/symbol.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'

const template: Template = {
  name: 'bars',
  stock: { width: 62, height: 60 },
  elements: [
    { ...defaultTemplate.elements[0]!, x: 2, y: 1 },
    {
      type: 'qr',
      id: 'public',
      x: 30,
      y: 1,
      size: 25,
      text: 'https://id.example/01/09506000134352/21/{serialNumber}',
    },
    { type: 'code128', id: 'bars', x: 2, y: 28, width: 58, height: 8, text: '{devEui}' },
    { type: 'datamatrix', id: 'matrix', x: 2, y: 38, size: 16, text: '{devEui}' },
    { type: 'code128', id: 'turned', x: 30, y: 37, width: 22, height: 5, rotate: 90, text: '{batch}' },
  ],
}
const KINDS = ['png', 'svg', 'pdf', 'zpl', 'tspl', 'escpos', 'epl2', 'brother'] as const
const rows = csvOf(sampleDevices(1))
  .trimEnd()
  .split('\n')
  .map((row, at) => `${row},${at === 0 ? 'batch' : at}`)
const out = mkdtempSync(join(tmpdir(), 'claimtag-bars-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

interface Line extends ManifestEntry {
  readonly barcodes: NonNullable<ManifestEntry['barcodes']>
}

let summary: BatchSummary
beforeAll(async () => {
  const input = join(out, 'devices.csv')
  writeFileSync(input, rows.join('\n'))
  summary = await runBatch({ input, out, template, dpi: 300, as: KINDS, media: '62', workers: 0 })
})

test('a job with bar codes is verified as every other', () => {
  expect(summary).toMatchObject({ state: 'done', labelled: 1, verified: 1 })
})

const linesOf = () =>
  readFileSync(join(out, 'manifest.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

test('every bar code of a label is in the manifest, without its text', () => {
  for (const { symbols, barcodes } of linesOf()) {
    expect(symbols).toHaveLength(2)
    expect(barcodes.map(({ kind }) => kind)).toEqual(['code128', 'datamatrix', 'code128'])
    expect(barcodes[0]?.digest).toBe(barcodes[1]?.digest)
    expect(barcodes[2]?.digest).not.toBe(barcodes[0]?.digest)
    expect(JSON.stringify(barcodes)).not.toContain('70B3')
  }
})

test('a finished job verifies, with all its bar codes', async () => {
  expect(await verifyFolder(out)).toMatchObject({ faults: [] })
})

const digests = createLabelDigests(new Uint8Array(32), 3)
const tools = { digests, readSymbol: createSymbolReader(), readBarcode: createBarcodeReader() }

function bytesOf({ files }: ManifestEntry, as: string): Uint8Array {
  const { file, offset, bytes } = files.find((one) => one.as === as)!
  const all = readFileSync(join(out, file))
  return offset === undefined ? all : all.subarray(offset, offset + bytes)
}

test.each(KINDS)(
  'in %s each bar code is read in its place, and one that says another device is found',
  async (as) => {
    const [entry] = linesOf()
    const { devEui, barcodes, symbols } = entry!
    const bytes = bytesOf(entry!, as)
    const dots = pictureReader(as)!(bytes, symbols)!
    const codes: string[] = []
    for (const symbol of symbols) codes.push((await tools.readSymbol(dots, symbol)) ?? '')
    expect(codes[1]).toBe('https://id.example/01/09506000134352/21/26W47-00000')
    const said: string[] = []
    for (const barcode of barcodes) said.push((await tools.readBarcode(dots, barcode)) ?? '')
    expect(said).toEqual([devEui, devEui, '1'])

    const readBack = (texts: readonly string[]) => {
      const signed = <T extends object>(all: readonly T[], says: readonly string[]) =>
        all.map((one, at) => ({ ...one, digest: digests.symbol(devEui, says[at]!) }))
      const place = { as, file: 'label', bytes: bytes.length }
      const file = { ...place, digest: digests.file(devEui, place, bytes) }
      const line = { ...entry!, symbols: signed(symbols, codes), barcodes: signed(barcodes, texts) }
      return readBackLabel(line, file, bytes, tools)
    }
    expect(await readBack(said)).toBeUndefined()
    expect(await readBack([devEui, sampleDevice(1).devEui, '1'])).toBe('reads-otherwise')
  },
)

test('a label that is made alone is read back with its bar codes', async () => {
  const maker = createLabelMaker({ as: 'png', template, dpi: 300 })
  const fields = { devEui: '70B3D57ED00A0004', serialNumber: '7', batch: '12' }
  const label = await maker.make('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', fields)
  expect(label.length).toBeGreaterThan(500)
})
