import { checkNative, createLabeller, type Element, type Fonts, type Template } from '@claimtag/label'
import { type FontFiles, openFonts, readFonts } from '@claimtag/label/fonts'
import { createPdf } from '@claimtag/label/pdf'
import { encodePng } from '@claimtag/label/png'
import { parseTemplate } from '@claimtag/label/schema'
import { createSeries } from '@claimtag/label/series'
import { renderSvg } from '@claimtag/label/svg'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { requireTool } from '../../../../test/tools.ts'
import { isBlack } from '../../src/raster/bitmap.ts'
import { OWN_FONT } from '../own-font.ts'
import { CODE, templateWith, text, thrownBy } from '../samples.ts'

/** The part of opentype.js that writes fonts. */
interface OpenTypeWriter {
  readonly Path: new () => Record<'moveTo' | 'lineTo' | 'curveTo' | 'close', (...numbers: number[]) => void>
  readonly Glyph: new (options: object) => object
  readonly Font: new (options: object) => { toArrayBuffer(): ArrayBuffer }
}

const hasPoppler = requireTool('pdftoppm', '-v')

const words = (overrides: Parameters<typeof text>[0] = {}): Element =>
  text({ x: 2, y: 26, width: 56, size: 2.5, font: 'DejaVuSans.ttf', text: '{name}', ...overrides })
const named = (overrides: Parameters<typeof text>[0] = {}): Template => ({
  ...templateWith(words(overrides)),
  stock: { width: 60, height: 40 },
})

let fonts: Fonts | undefined
beforeAll(async () => {
  fonts = await openFonts(await readFonts(named(), () => readFileSync(OWN_FONT)))
})

const labellerOf = (template: Template, own: Fonts | undefined = fonts) =>
  createLabeller(template, { dpi: 300, fonts: own })
const drawn = (name: string, overrides: Parameters<typeof text>[0] = {}) =>
  labellerOf(named(overrides)).draw(CODE, { name })

/** A picture below the symbol, cut to its ink and brought to one size: dark is 255. */
async function inkOf(picture: Uint8Array, top = 0): Promise<Uint8Array> {
  const { width, height } = await sharp(picture).metadata()
  const below = await sharp(picture)
    .flatten({ background: '#fff' })
    .extract({ left: 0, top, width, height: height - top })
    .png()
    .toBuffer()
  const flat = { fit: 'fill' } as const
  return sharp(await sharp(below).trim().png().toBuffer())
    .resize(160, 32, flat)
    .greyscale()
    .negate()
    .raw()
    .toBuffer()
}

/** How much of the ink of two pictures is in the same places, 0 to 1. */
function likeness(one: Uint8Array, other: Uint8Array): number {
  let [both, either] = [0, 0]
  for (let at = 0; at < one.length; at += 1) {
    both += Math.min(one[at]!, other[at]!)
    either += Math.max(one[at]!, other[at]!)
  }
  return both / either
}

const UNDER_SYMBOL = Math.round((25 * 300) / 25.4)

const NAMES = ['Zażółć gęślą jaźń', 'Αισθητήρας Датчик', 'Cảm biến nhiệt độ']

test.each(NAMES)('%s is what another program draws in this font', async (name) => {
  const ours = await inkOf(encodePng(drawn(name), { dpi: 300 }), UNDER_SYMBOL)
  const theirs = await sharp({ text: { text: name, fontfile: OWN_FONT, font: 'DejaVu Sans', dpi: 400 } })
    .negate()
    .flatten({ background: '#fff' })
    .png()
    .toBuffer()
  expect(likeness(ours, await inkOf(theirs))).toBeGreaterThan(0.55)
  const another = await inkOf(
    encodePng(drawn(Array.from(name).reverse().join('')), { dpi: 300 }),
    UNDER_SYMBOL,
  )
  expect(likeness(another, await inkOf(theirs))).toBeLessThan(0.45)
})

test('letters are the same in SVG, as outlines', async () => {
  const [name] = NAMES as [string]
  const svg = renderSvg(labellerOf(named()).place(CODE, { name }))
  expect(svg).not.toContain('<text')
  const png = await sharp(Buffer.from(svg)).resize(709, 472).png().toBuffer()
  const ours = await inkOf(encodePng(drawn(name), { dpi: 300 }), UNDER_SYMBOL)
  expect(likeness(ours, await inkOf(png, UNDER_SYMBOL))).toBeGreaterThan(0.6)
})

test.skipIf(!hasPoppler)('all are the same in PDF, turned in every direction', async () => {
  const template: Template = {
    name: 'turned',
    stock: { width: 60, height: 60 },
    elements: ([0, 90, 180, 270] as const).map((rotate, at) =>
      words({
        id: `at-${rotate}`,
        x: 2 + 14 * at,
        y: 2 + 8 * at,
        width: 30 - 3 * at,
        rotate,
        size: 2,
        text: 'Жółć Ω',
      }),
    ),
  }
  template.elements.forEach((element, at) =>
    Object.assign(element, at % 2 === 0 ? { x: 20, y: 4 + 40 * (at / 2) } : {}),
  )
  const labeller = labellerOf(template)
  const pdf = createPdf(template)
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-fonts-'))
  writeFileSync(join(folder, 'a.pdf'), Buffer.concat([pdf.add(labeller.place(CODE, {})), ...pdf.end()]))
  execFileSync('pdftoppm', ['-r', '300', '-png', '-singlefile', join(folder, 'a.pdf'), join(folder, 'a')])
  const page = await inkOf(readFileSync(join(folder, 'a.png')))
  rmSync(folder, { recursive: true })
  expect(likeness(page, await inkOf(encodePng(labeller.draw(CODE, {}), { dpi: 300 })))).toBeGreaterThan(0.7)
})

test('letters and their marks are one, however they are written', () => {
  expect(drawn('Cảm biến'.normalize('NFD'))).toEqual(drawn('Cảm biến'.normalize('NFC')))
})

test('a series makes the same labels, and groups have their space', () => {
  const template = named({ group: 4, text: '{devEui}' })
  const series = createSeries(template, { dpi: 300, fonts })
  const values = { devEui: '70B3D57ED00A0004' }
  expect(series.check(CODE, values)).toHaveLength(1)
  const bitmap = labellerOf(template).draw(CODE, values)
  expect(Buffer.from(series.draw(series.place(CODE, values)).data)).toEqual(Buffer.from(bitmap.data))
})

/** A font of one sign: a square in a square, of cubic curves, which run counterclockwise outside. */
async function ringFont(): Promise<FontFiles> {
  // @ts-expect-error -- the package comes without types
  const { Font, Glyph, Path } = (await import('opentype.js')).default as OpenTypeWriter
  const path = new Path()
  path.moveTo(100, 0)
  path.curveTo(400, 0, 600, 0, 900, 0)
  path.lineTo(900, 800)
  path.lineTo(100, 800)
  path.close()
  path.moveTo(300, 200)
  path.lineTo(300, 600)
  path.lineTo(700, 600)
  path.lineTo(700, 200)
  path.close()
  const notdef = new Glyph({ name: '.notdef', unicode: 0, advanceWidth: 500, path: new Path() })
  const glyphs = [notdef, new Glyph({ name: 'on', unicode: '温'.codePointAt(0), advanceWidth: 1000, path })]
  const font = new Font({
    familyName: 'R',
    styleName: 'R',
    unitsPerEm: 1000,
    ascender: 800,
    descender: -200,
    glyphs,
  })
  return new Map([['ring.otf', new Uint8Array(font.toArrayBuffer())]])
}

describe('an outline of PostScript, and a sign of another script', () => {
  test('are drawn with their counters open', async () => {
    const own = await openFonts(await ringFont())
    const bitmap = labellerOf(named({ font: 'ring.otf', size: 5 }), own).draw(CODE, { name: '温' })
    const middle = (x: number, y: number) =>
      isBlack(bitmap, Math.round((x * 300) / 25.4), Math.round((y * 300) / 25.4))
    // 5 mm are 700 units: 140 units a millimetre, from the base line at 31 mm upwards.
    expect(middle(2 + 200 / 140, 31 - 400 / 140)).toBe(true)
    expect(middle(2 + 500 / 140, 31 - 400 / 140)).toBe(false)
    expect(middle(2 + 800 / 140, 31 - 400 / 140)).toBe(true)
    expect(middle(2 + 500 / 140, 31 - 100 / 140)).toBe(true)
  })

  test('a character that it lacks is named', async () => {
    const own = await openFonts(await ringFont())
    const labeller = labellerOf(named({ font: 'ring.otf' }), own)
    expect(thrownBy(() => labeller.place(CODE, { name: '温度' }))).toMatchObject({
      code: 'missing-glyph',
      element: 'words (text)',
      character: '度',
      font: 'ring.otf',
    })
  })
})

describe('is refused', () => {
  test('a text that would have to be shaped, by its script', () => {
    const error = thrownBy(() => labellerOf(named()).place(CODE, { name: 'Sensor مستشعر' }))
    expect(error).toMatchObject({ code: 'needs-shaping', script: 'Arabic', character: 'م' })
    expect(thrownBy(() => labellerOf(named({ lines: 3 })).place(CODE, { name: 'חיישן' }))).toMatchObject({
      script: 'Hebrew',
    })
  })

  test.each([
    [0, { x: 26, y: 0, width: 30 }, 'top'],
    [90, { x: 56.5, y: 2, width: 30 }, 'right'],
    [270, { x: 0, y: 26, width: 13, size: 2 }, 'left'],
  ] as const)('a mark that would be cut off at %i°', (rotate, place, side) => {
    const error = thrownBy(() => labellerOf(named({ ...place, rotate })).place(CODE, { name: 'Ễ' }))
    expect(error).toMatchObject({ code: 'off-label', side })
    expect(() => labellerOf(named({ ...place, rotate })).place(CODE, { name: 'E' })).not.toThrow()
  })

  test('a font that was not loaded, is none, or is too large', async () => {
    expect(thrownBy(() => createLabeller(named(), { dpi: 300 }))).toMatchObject({
      code: 'missing-font',
      source: 'DejaVuSans.ttf',
    })
    const none = new Map([['a.ttf', Buffer.from('no font')]])
    await expect(openFonts(none)).rejects.toMatchObject({
      issue: { code: 'unreadable-font', source: 'a.ttf' },
    })
    const half = new Map([['a.ttf', readFileSync(OWN_FONT).subarray(0, 20_000)]])
    await expect(openFonts(half)).rejects.toMatchObject({ issue: { code: 'unreadable-font' } })
    const large = readFonts(named(), () => new Uint8Array((1 << 25) + 1))
    await expect(large).rejects.toMatchObject({ issue: { code: 'font-too-large' } })
  })

  test('by a printer that has no such font', () => {
    expect(thrownBy(() => checkNative(named()))).toMatchObject({ code: 'not-native' })
  })
})

test('a template without fonts of its own reads none, and the schema takes files of fonts alone', async () => {
  expect(await readFonts(templateWith(text()), () => new Uint8Array())).toBeUndefined()
  expect(parseTemplate(named())).toEqual(named())
  expect(thrownBy(() => parseTemplate(named({ font: 'Arial' })))).toMatchObject({ code: 'bad-template' })
})
