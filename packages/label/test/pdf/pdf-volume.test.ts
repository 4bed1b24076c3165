import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLabeller, presets, type Template } from '@claimtag/label'
import { createPdf, type PdfOptions } from '@claimtag/label/pdf'
import {
  createLabelObjects,
  endVolume,
  LABEL_OBJECT_HEAD,
  labelHeader,
  PDF_HEAD,
  readLabelObjectHead,
} from '@claimtag/label/pdf-volume'
import { expect, onTestFinished, test } from 'vitest'
import { requireTool } from '../../../../test/tools.ts'
import type { FaceName } from '../../src/font/atlas.ts'
import { CODE, FIELDS } from '../samples.ts'

const hasPoppler = requireTool('pdftoppm', '-v')

const codeOf = (index: number): string => CODE.replace('70B3D57ED00A0004', `70B3D57ED00A${1000 + index}`)
const fieldsOf = (index: number) => ({ ...FIELDS, devEui: `70B3D57ED00A${1000 + index}` })

const DOT = { width: 16, height: 16, stride: 2, data: new Uint8Array(32).fill(0xf0) }

function withPicture(template: Template): Template {
  const { width, height } = template.stock
  const image = {
    type: 'image',
    id: 'logo',
    x: width - 4,
    y: height - 4,
    width: 2,
    height: 2,
    source: 'logo',
  }
  return { ...template, elements: [...template.elements, image] } as Template
}

function both(template: Template, count: number, options: PdfOptions): { whole: Buffer; volume: Buffer } {
  const art = new Map([['24x24 logo', DOT]])
  const labeller = createLabeller(withPicture(template), { dpi: 300, art })
  const placed = Array.from({ length: count }, (_, index) => labeller.place(codeOf(index), fieldsOf(index)))
  const pdf = createPdf(template, options)
  const whole = Buffer.concat([...placed.map((label) => pdf.add(label)), ...pdf.end()])

  const objectOf = createLabelObjects(art)
  const parts: Uint8Array[] = [PDF_HEAD]
  const offsets: number[] = []
  const glyphs = new Map<FaceName, Set<string>>()
  let end = PDF_HEAD.length
  for (const [index, label] of placed.entries()) {
    const [header, object] = [Buffer.from(labelHeader(index), 'latin1'), objectOf(label)]
    const read = readLabelObjectHead(Buffer.from(object).toString('latin1', 0, LABEL_OBJECT_HEAD))
    expect(read?.size).toBe(object.length)
    for (const [face, shown] of read?.glyphs ?? [])
      glyphs.set(face, new Set([...(glyphs.get(face) ?? []), ...shown]))
    offsets.push(end)
    parts.push(header, object)
    end += header.length + object.length
  }
  const volume = Buffer.concat([...parts, ...endVolume(template, { offsets, end, glyphs, art }, options)])
  return { whole, volume }
}

function pagesOf(pdf: Buffer): readonly Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-volume-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'labels.pdf')
  writeFileSync(file, pdf)
  const said = execFileSync('pdftoppm', ['-r', '150', '-gray', file, join(folder, 'page')], {
    encoding: 'utf8',
  })
  expect(said).toBe('')
  const names = readdirSync(folder).filter((name) => name.endsWith('.pgm'))
  return names.sort().map((name) => readFileSync(join(folder, name)))
}

const CASES: readonly (readonly [string, Template | undefined, number, PdfOptions])[] = [
  ['a label a page', presets['device-50x25'], 3, {}],
  [
    'sheets, begun in the middle of one, with cut marks',
    presets['sheet-a4-l7160'],
    25,
    { start: 18, cutMarks: true, offset: { x: 0.5, y: -0.5 } },
  ],
]

test.skipIf(!hasPoppler).each(CASES)(
  'a volume put together looks like a PDF written in one go: %s',
  (_, template, count, options) => {
    if (template === undefined) throw new Error('no such preset')
    const { whole, volume } = both(template, count, options)
    const [expected, found] = [pagesOf(whole), pagesOf(volume)]
    expect(found.length).toBe(expected.length)
    for (const [index, page] of expected.entries()) {
      expect(page.some((value, at) => at > 20 && value < 128)).toBe(true)
      expect([index, page.equals(found[index] ?? Buffer.alloc(0))]).toEqual([index, true])
    }
  },
)

test('an object says which characters it shows, and what is no such object says nothing', () => {
  const labeller = createLabeller(presets['device-50x25'] as Template, { dpi: 203 })
  const fields = { ...FIELDS, serialNumber: 'é(€)' }
  const object = Buffer.from(createLabelObjects(undefined)(labeller.place(CODE, fields))).toString('latin1')
  const { glyphs } = readLabelObjectHead(object) ?? {}
  expect(glyphs?.get('mono')).toEqual(expect.arrayContaining(['é', '(', '€', ')', 'B', '7']))
  expect(readLabelObjectHead(object.replace('FlateDecode', 'LZWDecode'))).toBeUndefined()
  expect(readLabelObjectHead('')).toBeUndefined()
})
