import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createLabeller, presets, type Template } from '@claimtag/label'
import { createPdf, type PdfOptions } from '@claimtag/label/pdf'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireTool } from '../../../../test/tools.ts'
import { createContentWriter } from '../../src/pdf/content-writer.ts'
import { CODE, FIELDS, thrownBy } from '../samples.ts'

const scanner = createScanner()

const hasPoppler = requireTool('pdftoppm', '-v')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimtag-pdf-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const codeOf = (index: number): string =>
  CODE.replace('70B3D57ED00A0004', `70B3D57ED00A${String(index).padStart(4, '0')}`)
const fieldsOf = (index: number) => ({ ...FIELDS, devEui: `70B3D57ED00A${String(index).padStart(4, '0')}` })

function pdfOf(template: Template, count: number, options?: PdfOptions, dpi = 300): Buffer {
  const labeller = createLabeller(template, { dpi })
  const pdf = createPdf(template, options)
  const parts = Array.from({ length: count }, (_, index) =>
    pdf.add(labeller.place(codeOf(index), fieldsOf(index))),
  )
  return Buffer.concat([...parts, ...pdf.end()])
}

function poppler(tool: 'pdftotext' | 'pdfinfo', pdf: Buffer, ...options: string[]): string {
  const file = join(folder, 'label.pdf')
  writeFileSync(file, pdf)
  // A faulty file makes Poppler talk on stderr.
  const output = execFileSync(tool, [...options, file, ...(tool === 'pdftotext' ? ['-'] : [])], {
    encoding: 'utf8',
    stdio: 'pipe',
  })
  return output
}

function pages(pdf: Buffer, resolution: number): Buffer[] {
  const file = join(folder, 'pages.pdf')
  writeFileSync(file, pdf)
  const prefix = `page-${resolution}`
  const stderr = execFileSync(
    'pdftoppm',
    ['-r', String(resolution), '-gray', '-png', file, join(folder, prefix)],
    { encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  const names = readdirSync(folder)
    .filter((name) => name.startsWith(`${prefix}-`))
    .sort()
  return names.map((name) => {
    const bytes = readFileSync(join(folder, name))
    rmSync(join(folder, name))
    return bytes
  })
}

test('zlib inflates what is compressed, whatever it is', () => {
  const number = fc.integer({ min: 0, max: 99_999 })
  const bar = fc.tuple(number, number, fc.integer({ min: 1, max: 999 }))
  const words = fc.string({ unit: 'binary-ascii', maxLength: 60 })
  const latin = fc.constantFrom('\u00e9(\\', '\u00ff'.repeat(50), 'q '.repeat(20_000))
  fc.assert(
    fc.property(fc.array(fc.oneof(bar, bar, words, latin), { maxLength: 60 }), (parts) => {
      const content = createContentWriter()
      content.text('what was before')
      content.clear()
      let expected = ''
      for (const part of parts) {
        if (typeof part === 'string') content.text(part)
        else content.bar(...part)
        expected += typeof part === 'string' ? part : `${part.join(' ')} 1 re\n`
      }
      expect(inflateSync(content.zlib()).toString('latin1')).toBe(expected)
    }),
    { numRuns: 200 },
  )
})

test('every object is where the table says', () => {
  const pdf = pdfOf(presets['sheet-a4-l7160']!, 30)
  const text = pdf.toString('latin1')
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1])
  expect(text.slice(start, start + 5)).toBe('xref\n')
  const entries = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset))
  expect(entries.length).toBeGreaterThan(20)
  entries.forEach((offset, index) => expect(text.slice(offset).startsWith(`${index + 1} 0 obj\n`)).toBe(true))
})

test('the same labels give the same bytes, and no place for a code in plain text', () => {
  const pdf = pdfOf(presets['device-50x25']!, 3)
  expect(pdfOf(presets['device-50x25']!, 3).equals(pdf)).toBe(true)
  const contents = [...pdf.toString('latin1').matchAll(/FlateDecode \/Length (\d+) >>\nstream\n/g)].map(
    (match) =>
      inflateSync(
        pdf.subarray(match.index + match[0].length, match.index + match[0].length + Number(match[1])),
      ).toString('latin1'),
  )
  expect(contents).toHaveLength(3)
  expect(contents.join('')).not.toContain(codeOf(0).slice(50, 60))
})

test('what waits in memory does not grow with the number of labels', () => {
  const template = presets['device-50x25']!
  const placed = createLabeller(template, { dpi: 300 }).place(CODE, FIELDS)
  const pdf = createPdf(template)
  const sizes = Array.from({ length: 4000 }, () => pdf.add(placed).length)
  // Bytes leave in parts worth a write, those at the end too: the last part, the fonts and the table of places.
  expect(Math.max(...sizes)).toBeLessThan(80_000)
  expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(10)
  const last = Array.from(pdf.end(), (part) => part.length)
  expect(last.reduce((sum, size) => sum + size)).toBeGreaterThan(4000 * 2 * 20)
  expect(Math.max(...last)).toBeLessThan(65_536 + 40_000)
})

describe.skipIf(!hasPoppler)('poppler', () => {
  test.each([203, 300, 600])('a label printed at %i dpi is read', async (dpi) => {
    const pdf = pdfOf(presets['device-50x25']!, 2, {}, dpi)
    expect(await Promise.all(pages(pdf, dpi).map(async (page) => textsOf(await scanner.scan(page))))).toEqual(
      [[codeOf(0)], [codeOf(1)]],
    )
  })

  test('finds the words as text, in a page of the label’s size', () => {
    const pdf = pdfOf(presets['device-62x29']!, 2)
    const text = poppler('pdftotext', pdf)
    expect(text.replace(/[ \u2009]/g, ' ')).toContain('70B3 D57E D00A 0001')
    expect(text).toContain('26W47-00421')
    expect(poppler('pdfinfo', pdf)).toMatch(/Pages: +2\n(.*\n)*Page size: +175\.748 x 82\.205 pts/)
  })

  test('a sheet begins where the tray does and goes on to the next page', async () => {
    const template = presets['sheet-letter-5160']!
    const pdf = pdfOf(template, 24, { start: 8, cutMarks: true })
    const read = await Promise.all(pages(pdf, 300).map(async (page) => textsOf(await scanner.scan(page))))
    expect(read.map((codes) => codes.length)).toEqual([23, 1])
    expect(read.flat().sort()).toEqual(Array.from({ length: 24 }, (_, index) => codeOf(index)).sort())
  })

  test('art, frames and turned words are drawn like the raster', async () => {
    const template: Template = {
      name: 't',
      stock: { width: 30, height: 20 },
      elements: [
        { type: 'box', x: 2, y: 2, width: 10, height: 8, thickness: 0.5, radius: 2 },
        { type: 'box', x: 15, y: 2, width: 8, height: 8, thickness: 0 },
        {
          type: 'text',
          x: 26,
          y: 2,
          width: 16,
          size: 1.5,
          text: 'Größe (Q\\1)',
          rotate: 270,
          minSize: 1,
          font: 'sans',
        },
        { type: 'text', x: 2, y: 13, width: 20, size: 2, text: '25 °C – 5 µA', font: 'mono' },
        { type: 'image', x: 2, y: 16, width: 4, height: 3, source: 'logo' },
      ],
    }
    const logo = { width: 32, height: 24, stride: 4, data: new Uint8Array(96).map((_, index) => index * 73) }
    const labeller = createLabeller(template, { dpi: 203, art: new Map([['32x24 logo', logo]]) })
    const pdf = createPdf(template)
    const bytes = Buffer.concat([pdf.add(labeller.place(CODE, {})), ...pdf.end()])
    const { default: sharp } = await import('sharp')
    // 8 dots a millimetre are 203.2 dpi.
    const [page] = pages(bytes, 203.2)
    const { data, info } = await sharp(page).greyscale().raw().toBuffer({ resolveWithObject: true })
    const bitmap = labeller.draw(CODE, {})
    let [black, differ] = [0, 0]
    for (let y = 0; y < bitmap.height; y += 1) {
      for (let x = 0; x < bitmap.width; x += 1) {
        const dot = ((bitmap.data[y * bitmap.stride + (x >>> 3)]! << (x & 7)) & 0x80) !== 0
        if (dot) black += 1
        if (data[y * info.width + x]! < 128 !== dot) differ += 1
      }
    }
    expect(black).toBeGreaterThan(6000)
    expect(differ).toBeLessThan(0.06 * black)
    expect(poppler('pdftotext', bytes)).toContain('25 °C – 5 µA')
  })

  test('a document without a label has an empty page', () => {
    expect(poppler('pdfinfo', Buffer.concat([...createPdf(presets['device-50x25']!).end()]))).toMatch(
      /Pages: +1/,
    )
  })
})

test('a start beyond the sheet is refused', () => {
  expect(thrownBy(() => createPdf(presets['sheet-letter-5160']!, { start: 31 }))).toMatchObject({
    code: 'start-off-sheet',
    places: 30,
  })
})
