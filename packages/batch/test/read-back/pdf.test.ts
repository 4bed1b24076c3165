import { readFileSync, writeFileSync } from 'node:fs'
import { deflateSync, inflateSync } from 'node:zlib'
import { createLabeller, defaultTemplate, presets, type Template } from '@claimtag/label'
import {
  createLabelObjects,
  endVolume,
  LABEL_OBJECT_HEAD,
  labelHeader,
  PDF_HEAD,
  readLabelObjectHead,
  type PdfOptions,
} from '@claimtag/label/pdf-volume'
import { describe, expect, test } from 'vitest'
import { createLabelDigests } from '../../src/ledger/manifest/label-digests.ts'
import type { ManifestEntry } from '../../src/ledger/manifest/manifest.ts'
import { labelObjectsIn } from '../../src/files/pdf-volume-labels.ts'
import { readBackLabel } from '../../src/read-back/label.ts'
import { pagesAreRight } from '../../src/read-back/pdf-pages.ts'
import { readPdf } from '../../src/read-back/pdf.ts'
import { createBarcodeReader } from '../../src/read-back/barcode.ts'
import { createSymbolReader } from '../../src/read-back/symbol.ts'
import { temporaryFile } from '../../../disk/test/temporary.ts'

const key = Buffer.alloc(32, 7)
const code = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:OMX332NEUE2TY7YXLRDIZVOYELM'
const fields = { devEui: '70B3D57ED00A0004', appEui: '70B3D57ED0000002', serialNumber: 'S(1)\\' }
const labeller = createLabeller(defaultTemplate, { dpi: 203 })
const placed = labeller.place(code, fields)
const object = Buffer.from(createLabelObjects(undefined)(placed))

/** The same object with other content. */
function rewritten(change: (content: string) => string): Buffer {
  const begin = object.indexOf('stream\n') + 7
  const content = change(inflateSync(object.subarray(begin)).toString('latin1'))
  const stream = deflateSync(Buffer.from(content, 'latin1'))
  const head = object.toString('latin1', 0, begin).replace(/Length \d+/, `Length ${stream.length}`)
  return Buffer.concat([Buffer.from(head, 'latin1'), stream, Buffer.from('\nendstream\nendobj\n')])
}

describe('a label in a PDF', () => {
  const digests = createLabelDigests(key, 2)
  const tools = { digests, readSymbol: createSymbolReader(), readBarcode: createBarcodeReader() }

  function readBack(bytes: Uint8Array, says = code) {
    const symbols = placed.items.flatMap((item) => {
      if (item.type !== 'symbol') return []
      const { version, errorCorrection, modules, dots, x, y } = item
      return [{ version, errorCorrection, modules, dots, x, y, digest: digests.symbol('', says) }]
    })
    const entry: ManifestEntry = { row: 1, line: 2, devEui: '', format: '', symbols, files: [] }
    const unsigned = { as: 'pdf', file: 'labels.pdf', bytes: bytes.length }
    const file = { ...unsigned, digest: digests.file('', unsigned, bytes) }
    return readBackLabel(entry, file, bytes, tools)
  }

  test('reads back, and only as what it says', async () => {
    expect(await readBack(object)).toBeUndefined()
    expect(await readBack(rewritten((content) => content))).toBeUndefined()
    expect(await readBack(object, `${code}A`)).toBe('reads-otherwise')
  })

  test('has the dots of the symbol where the raster has them', () => {
    const dots = readPdf(object)
    const bitmap = labeller.draw(code, fields)
    const symbol = placed.items.find((item) => item.type === 'symbol')
    if (dots === undefined || symbol?.type !== 'symbol') throw new Error('nothing to compare')
    const side = symbol.modules * symbol.dots
    const wrong: string[] = []
    for (let y = symbol.y; y < symbol.y + side; y++) {
      for (let x = symbol.x; x < symbol.x + side; x++) {
        const bit = (data: Uint8Array, stride: number): number =>
          ((data[y * stride + (x >>> 3)] ?? 0) >>> (7 - (x & 7))) & 1
        if (bit(dots.data, dots.stride) !== bit(bitmap.data, bitmap.stride)) wrong.push(`${x},${y}`)
      }
    }
    expect(side).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })

  test.each<[string, (content: string) => string, string]>([
    ['bars are gone', (content) => content.replaceAll(/^\d+ 1\d \d+ 1 re\n/gm, ''), 'not-read'],
    ['bars are only outlined', (content) => content.replace('\nf Q', '\ns Q'), 'no-picture'],
    ['it is upside down', (content) => content.replace(/^(q [\d.]+ 0 0) -/, '$1 '), 'no-picture'],
    ['nothing is left', () => '', 'no-picture'],
  ])('does not when %s', async (_, change, fault) => {
    expect(await readBack(rewritten(change))).toBe(fault)
  })

  test('is no picture when its stream is cut, or it is no object', async () => {
    expect(await readBack(Buffer.concat([object.subarray(0, 400), object.subarray(600)]))).toBe('no-picture')
    expect(await readBack(Buffer.from('nothing of the kind'))).toBe('no-picture')
  })
})

interface Volume {
  readonly path: string
  readonly offsets: readonly number[]
  readonly text: string
}

function volumeOf(template: Template, labels: number, options: PdfOptions = {}): Volume {
  const glyphs = readLabelObjectHead(object.toString('latin1', 0, LABEL_OBJECT_HEAD))?.glyphs ?? new Map()
  const used = new Map([...glyphs].map(([face, shown]) => [face, new Set<string>(shown)]))
  const parts: Uint8Array[] = [PDF_HEAD]
  const offsets: number[] = []
  let end = PDF_HEAD.length
  for (let label = 0; label < labels; label++) {
    offsets.push(end)
    const header = Buffer.from(labelHeader(label))
    parts.push(header, object)
    end += header.length + object.length
  }
  const bytes = Buffer.concat([
    ...parts,
    ...endVolume(template, { offsets, end, glyphs: used, art: undefined }, options),
  ])
  return { path: temporaryFile(bytes, 'labels.pdf'), offsets, text: bytes.toString('latin1') }
}

describe('the pages of a PDF', () => {
  const sheet = presets['sheet-a4-l7160'] as Template
  const options = { start: 20, offset: { x: 1, y: -1 }, cutMarks: true }

  test.each<[string, Template, number, PdfOptions]>([
    ['a label a page', defaultTemplate, 3, {}],
    ['more pages than one node of the tree has', defaultTemplate, 600, {}],
    ['sheets', sheet, 30, options],
  ])('are found right: %s', (_, template, labels, layout) => {
    const { path, offsets } = volumeOf(template, labels, layout)
    expect(pagesAreRight(path, template, layout, offsets)).toBe(true)
    expect(pagesAreRight(path, template, layout, offsets.slice(1))).toBe(false)
    expect(pagesAreRight(path, template, layout, [...offsets, 1])).toBe(false)
  })

  test('that begin elsewhere on a sheet, or are shifted, are not right', () => {
    const { path, offsets } = volumeOf(sheet, 30, options)
    expect(pagesAreRight(path, sheet, { ...options, start: 19 }, offsets)).toBe(false)
    expect(pagesAreRight(path, sheet, { ...options, offset: { x: 1, y: -1.1 } }, offsets)).toBe(false)
  })

  // Each change keeps the length, so that the table of places stays what it was.
  test.each<[string, (text: string) => string]>([
    ['a label twice and another not', (text) => text.replace(' 7 0 R ', ' 8 0 R ')],
    ['labels in another order', (text) => text.replace(/( 7 0 R )([^\]]*)( 8 0 R )/, '$3$2$1')],
    ['a label that is not moved to its place', (text) => text.replace(/q 1 0 0 1 (.)/, 'q 1 0 0 1 0')],
    ['a page of another size', (text) => text.replace('0 0 595.276', '0 0 612.000')],
    ['pages in another order', (text) => text.replace(/\/Kids \[(\d+ 0 R) (\d+ 0 R)/, '/Kids [$2 $1')],
    [
      'an object where the table does not say it is',
      (text) => text.replace(/\n(\d{9})(\d) 00000 n/, '\n$1x 00000 n'),
    ],
    ['no table where the end says it is', (text) => text.replace(/startxref\n\d/, 'startxref\n9')],
    ['no end', (text) => text.slice(0, -8)],
  ])('with %s are not right', (_, change) => {
    const { path, offsets, text } = volumeOf(sheet, 30, options)
    const changed = change(text)
    expect(changed).not.toBe(text)
    writeFileSync(path, changed, 'latin1')
    expect(pagesAreRight(path, sheet, options, offsets)).toBe(false)
  })

  test('labels are found again in a PDF without an end', () => {
    const { path, offsets } = volumeOf(defaultTemplate, 5)
    const end = (offsets[4] ?? 0) + labelHeader(4).length + object.length
    const found = labelObjectsIn(path, PDF_HEAD.length, end)
    expect([...found.offsets]).toEqual(offsets)
    expect(found.glyphs.get('mono')).toContain('7')
    const torn = readFileSync(path).subarray(0, offsets[3])
    const rest = Buffer.concat([torn, Buffer.from('9 0 obj\n<< /Filter')])
    writeFileSync(path, rest)
    expect([...labelObjectsIn(path, PDF_HEAD.length, rest.length).offsets]).toEqual(offsets.slice(0, 3))
  })
})
