import { type Bitmap, contentOf, createLabeller, nativeLabel } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { createSeries } from '@claimtag/label/series'
import { renderSvg } from '@claimtag/label/svg'
import { encodeNativeZpl } from '@claimtag/label/zpl'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { isBlack } from '../../../src/raster/bitmap.ts'
import { CODE, FIELDS, templateWith, text, thrownBy } from '../../samples.ts'

const NAME = 'Vibration sensor, IP67, with battery D and cable gland M12'
const named = (overrides: Parameters<typeof text>[0] = {}) =>
  templateWith(text({ text: '{name}', font: 'sans', size: 2.4, width: 30, lines: 3, ...overrides }))
const fields = { ...FIELDS, name: NAME }
const linesOf = (template: ReturnType<typeof named>, values = fields) =>
  contentOf(createLabeller(template, { dpi: 203 }).place(CODE, values)).texts

/** Where the lines begin, from the left. */
const placesOf = (align: 'start' | 'center' | 'end') =>
  createLabeller(named({ align }), { dpi: 203 })
    .place(CODE, fields)
    .items.flatMap((item) => (item.type === 'text' ? [item.x] : []))

/** Bands of rows with black dots, from the top, right of the symbol. */
function bandsOf(bitmap: Bitmap): [top: number, bottom: number][] {
  const bands: [number, number][] = []
  for (let y = 0; y < bitmap.height; y += 1) {
    let dark = false
    for (let x = 200; x < bitmap.width; x += 1) dark ||= isBlack(bitmap, x, y)
    const last = bands.at(-1)
    if (dark && last?.[1] === y) last[1] = y + 1
    else if (dark) bands.push([y, y + 1])
  }
  return bands
}

test('a long name is broken into lines at its blanks, in the raster, SVG and native ZPL alike', async () => {
  const labeller = createLabeller(named(), { dpi: 203 })
  const placed = labeller.place(CODE, fields)
  const lines = contentOf(placed).texts
  expect(lines).toEqual(['Vibration sensor, IP67,', 'with battery D and', 'cable gland M12'])
  expect(bandsOf(labeller.draw(CODE, fields))).toHaveLength(3)
  const drawn = await sharp(Buffer.from(renderSvg(placed)))
    .resize(480, 240)
    .greyscale()
    .raw()
    .toBuffer()
  expect(drawn.filter((value, at) => at % 480 > 200 && value < 100).length).toBeGreaterThan(500)
  const zpl = Buffer.from(encodeNativeZpl(nativeLabel(placed))).toString()
  for (const line of lines) expect(zpl).toContain(line)
  expect(encodePng(labeller.draw(CODE, fields), { dpi: 203 }).length).toBeGreaterThan(300)
})

test('a series makes the same lines as a labeller, whatever came before', () => {
  const template = named({ minSize: 1 })
  const series = createSeries(template, { dpi: 203, native: true })
  const labeller = createLabeller(template, { dpi: 203 })
  for (const name of [NAME, 'Short', NAME.toUpperCase(), 'i'.repeat(NAME.length), '']) {
    const values = { ...FIELDS, name }
    expect(series.check(CODE, values)).toHaveLength(1)
    const expected = encodeNativeZpl(nativeLabel(labeller.place(CODE, values)))
    expect(Buffer.from(series.outline(CODE, values).zpl!).toString()).toBe(Buffer.from(expected).toString())
  }
})

describe('lines', () => {
  test('are aligned each by itself', () => {
    expect(new Set(placesOf('start')).size).toBe(1)
    expect(new Set(placesOf('end')).size).toBe(3)
    for (const [line, x] of placesOf('center').entries())
      expect(Math.abs(x - (200 + placesOf('end')[line]!) / 2)).toBeLessThanOrEqual(1)
  })

  test.each([0, 90, 180, 270] as const)('turned by %i° stay within the area of the element', (rotate) => {
    const template = templateWith(
      text({ text: 'gjpqy HKL gjpqy', x: 30, y: 4, width: 15, size: 2, lines: 2, rotate }),
    )
    const bitmap = createLabeller(template, { dpi: 203 }).draw(CODE, FIELDS)
    const high = 2 * (1.3 + 1.6)
    const [width, height] = rotate % 180 === 0 ? [15, high] : [high, 15]
    let outside = 0
    for (let y = 0; y < bitmap.height; y += 1)
      for (let x = 200; x < bitmap.width; x += 1) {
        const inside = x >= 239 && x < 240 + width * 8 + 1 && y >= 31 && y < 32 + height * 8 + 1
        if (isBlack(bitmap, x, y) && !inside) outside += 1
      }
    expect(outside).toBe(0)
  })

  test('get smaller letters before a text is refused', () => {
    expect(linesOf(named({ lines: 2, minSize: 1 })).length).toBe(2)
    const [plan] = createLabeller(named({ lines: 2, minSize: 1 }), { dpi: 203 }).plan(CODE, fields).texts
    expect(plan).toMatchObject({ lines: 2, shrunk: true })
  })
})

test('a text that takes more lines is refused, with what would help', () => {
  const error = thrownBy(() => linesOf(named({ lines: 2 })))
  expect(error).toMatchObject({ code: 'text-too-long', element: 'words (text)', room: 30 })
  const { needed } = error as unknown as { needed: number }
  const wide = { ...named({ lines: 2, width: needed }), stock: { width: 80, height: 30 } }
  expect(linesOf(wide).length).toBe(2)
  const tooNarrow = { ...named({ lines: 2, width: needed - 0.2 }), stock: { width: 80, height: 30 } }
  expect(thrownBy(() => linesOf(tooNarrow))['code']).toBe('text-too-long')
  expect(error['nearest']).toEqual({ property: 'lines', value: 3 })
})

test('more lines are suggested where the text cannot be wider', () => {
  const error = thrownBy(() => linesOf(named({ lines: 2, width: 17, x: 43 })))
  expect(error['nearest']).toEqual({ property: 'lines', value: 5 })
  expect(linesOf(named({ lines: 5, width: 17, x: 43 })).length).toBe(5)
})

test('the lines of an element are its height: what lies below the last one is free, what lies on one is refused', () => {
  const template = named()
  const labellerWith = (y: number) => {
    const next = text({ id: 'next', x: 25, y, width: 30 })
    return createLabeller({ ...template, elements: [...template.elements, next] }, { dpi: 203 })
  }
  expect(thrownBy(() => labellerWith(12))).toMatchObject({ code: 'overlap' })
  labellerWith(2 + 2.4 * (1.3 + 2 * 1.6) + 0.01)
})
