import { createScanner } from '@claimtag/decoder/scan'
import {
  checkNative,
  contentOf,
  createLabeller,
  type Element,
  planLabel,
  type Template,
} from '@claimtag/label'
import { loadBarcodes } from '@claimtag/label/barcodes'
import { createPdf } from '@claimtag/label/pdf'
import { encodePng } from '@claimtag/label/png'
import { parseTemplate } from '@claimtag/label/schema'
import { createSeries } from '@claimtag/label/series'
import { renderSvg } from '@claimtag/label/svg'
import { renderTerminal } from '@claimtag/label/terminal'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { requireTool } from '../../../../test/tools.ts'
import { CODE, FIELDS, templateWith, thrownBy } from '../samples.ts'

const hasPoppler = requireTool('pdftoppm', '-v')
const { scan } = createScanner()

type Kind = 'code128' | 'datamatrix'
const bars = (overrides: object = {}): Element => ({
  type: 'code128',
  id: 'bars',
  x: 0,
  y: 25,
  width: 60,
  height: 8,
  text: '{devEui}',
  ...overrides,
})
const matrix = (overrides: object = {}): Element => ({
  type: 'datamatrix',
  id: 'matrix',
  x: 25,
  y: 2,
  size: 14,
  text: '{devEui}',
  ...overrides,
})
const on = (...elements: readonly Element[]): Template => ({
  ...templateWith(...elements),
  stock: { width: 60, height: 50 },
})

async function labellerOf(template: Template, dpi = 300) {
  return createLabeller(template, { dpi, barcodes: await loadBarcodes(template) })
}

async function readIn(picture: Uint8Array, symbology: Kind): Promise<readonly string[]> {
  const found = await scan(picture, { symbology })
  return found.map((symbol) => ('text' in symbol ? symbol.text : 'damaged'))
}

describe.each([
  ['code128', bars()],
  ['code128', bars({ rotate: 90, x: 50, y: 0, width: 50, text: '{serialNumber}' })],
  ['code128', bars({ rotate: 270, x: 50, y: 0, width: 50, text: 'abc {serialNumber} ~' })],
  ['datamatrix', matrix()],
  ['datamatrix', matrix({ x: 30, y: 20, size: 29, text: 'https://example.com/{devEui}?s={serialNumber}' })],
] as const)('%s %o', (kind, element) => {
  const template = on(element)

  test('is read by another reader from the raster, from SVG and beside the symbol', async () => {
    const labeller = await labellerOf(template)
    const placed = labeller.place(CODE, FIELDS)
    const { barcodes } = contentOf(placed)
    expect(barcodes).toHaveLength(1)
    const png = encodePng(labeller.draw(CODE, FIELDS), { dpi: 300 })
    expect(await readIn(png, kind)).toEqual(barcodes)
    const svg = await sharp(Buffer.from(renderSvg(placed)))
      .resize(1418, 1181, { kernel: 'nearest' })
      .png()
      .toBuffer()
    expect(await readIn(svg, kind)).toEqual(barcodes)
    const found = await scan(png)
    expect(found.map((symbol) => 'text' in symbol && symbol.text)).toEqual([CODE])
    expect(renderTerminal(placed, { color: false })).toContain(barcodes![0]!.slice(0, 4))
  })

  test.skipIf(!hasPoppler)('is read from PDF', async () => {
    const placed = (await labellerOf(template)).place(CODE, FIELDS)
    const pdf = createPdf(template)
    const folder = mkdtempSync(join(tmpdir(), 'claimtag-bars-'))
    writeFileSync(join(folder, 'label.pdf'), Buffer.concat([pdf.add(placed), ...pdf.end()]))
    const args = [
      '-r',
      '300',
      '-gray',
      '-png',
      '-singlefile',
      join(folder, 'label.pdf'),
      join(folder, 'page'),
    ]
    execFileSync('pdftoppm', args)
    const png = await sharp(join(folder, 'page.png')).png().toBuffer()
    rmSync(folder, { recursive: true })
    expect(await readIn(png, kind)).toEqual(contentOf(placed).barcodes)
  })

  test('has modules of whole dots and stays in its area', async () => {
    const labeller = await labellerOf(template)
    const [item] = labeller.place(CODE, FIELDS).items.slice(-1)
    if (item?.type !== 'barcode') throw new Error('no bar code')
    const { modules, across, down, width, height, x, y } = item
    expect([width, height]).toEqual([modules.columns * across, modules.rows * down])
    const plan = labeller.plan(CODE, FIELDS).barcodes![0]!
    expect(Math.min(across, down)).toBe(plan.dotsPerModule)
    const perMm = 300 / 25.4
    const quiet = (kind === 'code128' ? 10 : 2) * plan.dotsPerModule
    const upright = !('rotate' in element) || (element.rotate ?? 0) % 180 === 0
    const [begin, extent, from] = upright ? [x, width, element.x] : [y, height, element.y]
    const room = 'size' in element ? element.size : (element as { width: number }).width
    expect(begin - quiet).toBeGreaterThanOrEqual(Math.round(from * perMm))
    expect(begin + extent + quiet).toBeLessThanOrEqual(Math.ceil((from + room) * perMm))
  })
})

test('a bar code follows its device from label to label', async () => {
  const template = on(bars(), matrix())
  const series = createSeries(template, { dpi: 300, barcodes: await loadBarcodes(template) })
  for (const devEui of ['70B3D57ED00A0004', '0000000000000000', '70B3D57ED00A0004']) {
    const values = { ...FIELDS, devEui }
    expect(series.check(CODE, values)).toHaveLength(1)
    const png = encodePng(series.draw(series.place(CODE, values)), { dpi: 300 })
    expect(await readIn(png, 'code128')).toEqual([devEui])
    expect(await readIn(png, 'datamatrix')).toEqual([devEui])
  }
})

test('a bar code without a value is left out', async () => {
  const { items } = (await labellerOf(on(bars({ text: '{batch}' })))).place(CODE, { ...FIELDS, batch: '' })
  expect(items.map(({ type }) => type)).toEqual(['symbol'])
})

const refused = async (element: Element, dpi = 300, values: object = FIELDS) => {
  const template = on(element)
  const barcodes = await loadBarcodes(template)
  return thrownBy(() => planLabel(template, { dpi, text: CODE, fields: { ...values }, barcodes }))
}

describe('what would not be read is refused', () => {
  test('bars of too few dots, with the width that works', async () => {
    const error = await refused(bars({ width: 30 }))
    expect(error).toMatchObject({ code: 'symbol-too-small', element: 'bars (code128)', least: 2 })
    const { value } = error['nearest'] as { value: number }
    expect(error['message']).toContain('at least 2')
    await labellerOf(on(bars({ width: value }))).then((labeller) => labeller.place(CODE, FIELDS))
    expect(await refused(bars({ width: value - 0.05 }))).toMatchObject({ code: 'symbol-too-small' })
  })

  test('a matrix of too few dots', async () => {
    expect(await refused(matrix({ size: 4 }))).toMatchObject({ code: 'symbol-too-small', least: 3 })
  })

  test('characters that bars do not have, by name', async () => {
    expect(await refused(bars({ text: 'Zähler {devEui}' }))).toMatchObject({
      code: 'unencodable',
      character: 'ä',
    })
    expect(await refused(matrix({ text: '{note}' }), 300, { ...FIELDS, note: '電' })).toMatchObject({
      character: '電',
    })
  })

  test('a text that no matrix holds', async () => {
    const note = '~'.repeat(1600)
    const values = { ...FIELDS, note }
    expect(await refused(matrix({ text: '{note}{note}' }), 300, values)).toMatchObject({
      code: 'code-too-long',
    })
  })

  test.each(['{ownerToken}', '{code}', '{Claim code}', '{AppKey}'])('the secret %s', async (text) => {
    expect(await refused(bars({ text }))).toMatchObject({ code: 'secret-field' })
    expect(await refused(matrix({ text }))).toMatchObject({ code: 'secret-field' })
  })

  test('a text in its quiet zone', async () => {
    const words: Element = { type: 'text', id: 'words', x: 2, y: 26, width: 10, size: 2, text: 'X' }
    const template = on(bars(), words)
    const barcodes = await loadBarcodes(template)
    expect(thrownBy(() => createLabeller(template, { dpi: 300, barcodes }))).toMatchObject({
      code: 'in-quiet-zone',
      other: 'bars (code128)',
    })
  })

  test('without the package that encodes it, and as the commands of a printer', async () => {
    expect(thrownBy(() => createLabeller(on(bars()), { dpi: 300 }).place(CODE, FIELDS))).toMatchObject({
      code: 'barcodes-missing',
    })
    expect(thrownBy(() => checkNative(on(bars())))).toMatchObject({ code: 'not-native' })
  })
})

test('a template without bar codes loads nothing, and the schema knows both kinds', async () => {
  expect(await loadBarcodes(templateWith())).toBeUndefined()
  expect(parseTemplate(on(bars(), matrix()))).toEqual(on(bars(), matrix()))
  expect(thrownBy(() => parseTemplate(on(bars({ heigth: 4 }))))).toMatchObject({ code: 'bad-template' })
})
