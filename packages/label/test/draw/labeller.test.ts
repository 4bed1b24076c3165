import { encodeQr } from '@claimtag/qr'
import {
  type Bitmap,
  contentOf,
  createLabeller,
  type PlacedItem,
  type PlacedSymbol,
  presets,
  symbolOf,
} from '@claimtag/label'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAtlases } from '../../src/font/atlases.ts'
import { createBitmap, isBlack } from '../../src/raster/bitmap.ts'
import { compose } from '../../src/draw/compose.ts'
import { CODE, FIELDS, templateWith, text, thrownBy } from '../samples.ts'

const symbolIn = (items: readonly { type: string }[]): PlacedSymbol =>
  items.find((item) => item.type === 'symbol') as PlacedSymbol

/** Black dots of a bitmap that lie in a rectangle. */
function blackIn(bitmap: Bitmap, x: number, y: number, width: number, height: number): number {
  let count = 0
  for (let row = y; row < y + height; row += 1) {
    for (let column = x; column < x + width; column += 1) if (isBlack(bitmap, column, row)) count += 1
  }
  return count
}

test.each([203, 300, 600])(
  'at %i dpi every module is a square of whole dots, and its quiet zone is empty',
  (dpi) => {
    const labeller = createLabeller(presets['device-50x25']!, { dpi })
    const bitmap = labeller.draw(CODE, FIELDS)
    const item = symbolIn(labeller.place(CODE, FIELDS).items)
    const { x, y, dots } = item
    const symbol = symbolOf(item)
    const { errorCorrection, dotsPerModule } = labeller.plan(CODE, FIELDS).symbols[0]!
    expect(dots).toBe(dotsPerModule)
    expect([...symbol.rows]).toEqual([...encodeQr(CODE, { errorCorrection }).rows])
    for (let row = -4; row < symbol.size + 4; row += 1) {
      for (let column = -4; column < symbol.size + 4; column += 1) {
        const black = blackIn(bitmap, x + column * dots, y + row * dots, dots, dots)
        expect(black).toBe(symbol.get(column, row) ? dots * dots : 0)
      }
    }
  },
)

test('a label drawn after another shows nothing of it', () => {
  const labeller = createLabeller(presets['device-100x50']!, { dpi: 203 })
  const first = labeller.draw(CODE, FIELDS)
  labeller.draw(CODE.replace('70B3D57ED00A0004', '70B3D57ED00A0009'), { ...FIELDS, serialNumber: 'WWWWWWWW' })
  expect(labeller.draw(CODE, FIELDS)).toEqual(first)
})

test('the raster is what the placed items draw', () => {
  for (const template of Object.values(presets)) {
    const labeller = createLabeller(template, { dpi: 300 })
    const placed = labeller.place(CODE, FIELDS)
    const drawn = createBitmap(placed.width, placed.height)
    for (const item of placed.items) compose(drawn, item, createAtlases())
    expect(labeller.draw(CODE, FIELDS)).toEqual(drawn)
  }
})

const words = (rotate: 0 | 90 | 180 | 270, x: number, y: number): Bitmap =>
  createLabeller(
    {
      name: 't',
      stock: { width: 50, height: 50 },
      elements: [text({ x, y, width: 40, size: 3, text: 'Serial 7', rotate })],
    },
    { dpi: 203 },
  ).draw(CODE, {})

test('text turned by a quarter is the same text, turned', () => {
  const upright = words(0, 5, 3)
  const lineDots = 24 + Math.ceil(24 * 0.3)
  // The element's box: 320 by `lineDots`, with its corner at (40, 24).
  const turned = { 90: words(90, 5, 3), 180: words(180, 5, 3), 270: words(270, 5, 3) }
  let black = 0
  for (let across = 0; across < 320; across += 1) {
    for (let down = 0; down < lineDots; down += 1) {
      const expected = isBlack(upright, 40 + across, 24 + down)
      if (expected) black += 1
      expect(isBlack(turned[90], 40 + lineDots - 1 - down, 24 + across)).toBe(expected)
      expect(isBlack(turned[180], 40 + 319 - across, 24 + lineDots - 1 - down)).toBe(expected)
      expect(isBlack(turned[270], 40 + down, 24 + 319 - across)).toBe(expected)
    }
  }
  expect(black).toBeGreaterThan(500)
})

const placedText = (overrides: object, fields: object = FIELDS): PlacedItem | undefined =>
  createLabeller(templateWith(text(overrides)), { dpi: 203 })
    .place(CODE, { ...fields })
    .items.find((item) => item.type === 'text')

describe('text', () => {
  test('is written in groups, parted by half spaces', () => {
    expect(placedText({ group: 4 })).toMatchObject({ text: '70B3\u2009D57E\u2009D00A\u20090004' })
    expect(placedText({ group: 4, text: 'EUI {devEui[8:16]}.' })).toMatchObject({
      text: 'EUI D00A\u20090004.',
    })
  })

  test('braces stand for themselves when doubled', () => {
    expect(placedText({ text: '{{{serialNumber}}}' })).toMatchObject({ text: '{26W47-00421}' })
  })

  test('AppEUI and JoinEUI are one field', () => {
    expect(placedText({ text: '{appEui}' }, { joinEui: '70B3D57ED0000002' })).toMatchObject({
      text: '70B3D57ED0000002',
    })
    expect(placedText({ text: '{joinEui}' }, FIELDS)).toMatchObject({ text: '70B3D57ED0000002' })
  })

  test.each([
    ['start', 200],
    ['center', 200 + (272 - 3 * 13) / 2],
    ['end', 200 + 272 - 3 * 13],
  ])('aligned to the %s', (align, x) => {
    expect(placedText({ text: 'ABC', align })).toMatchObject({ x: Math.floor(x) })
  })

  test('shrinks no more than it has to, and stays in the middle of its height', () => {
    const long = { ...FIELDS, serialNumber: '0123456789ABCDEF0123456789' }
    const placed = placedText({ text: '{serialNumber}', minSize: 1.2 }, long)
    // 26 characters of 10 dots fit into 272 dots, 26 of 11 do not: capitals of 12 or 13 dots.
    expect(placed).toMatchObject({ capDots: 12, y: 16 + 16 - 2 })
  })

  test('that does not fit at its smallest is an error with what it needs', () => {
    const long = { ...FIELDS, serialNumber: 'X'.repeat(40) }
    const issue = thrownBy(() => placedText({ text: '{serialNumber}', minSize: 1.2 }, long))
    expect(issue).toMatchObject({
      code: 'text-too-long',
      element: 'words (text)',
      room: 34,
      nearest: { property: 'minSize' },
    })
  })

  test('with a character that the font lacks is an error that names it', () => {
    const issue = thrownBy(() => placedText({ text: '{serialNumber}' }, { serialNumber: 'Nr. 七' }))
    expect(issue).toMatchObject({ code: 'missing-glyph', character: '七' })
    expect(issue['message']).toContain('七 (U+4E03)')
  })

  test('is left out with its caption when the device has no such value', () => {
    const labeller = createLabeller(presets['device-50x25']!, { dpi: 203 })
    const { serialNumber: _, ...without } = FIELDS
    const texts = labeller
      .place(CODE, without)
      .items.flatMap((item) => (item.type === 'text' ? [item.text] : []))
    expect(texts).toEqual([
      'DevEUI',
      '70B3\u2009D57E\u2009D00A\u20090004',
      'AppEUI',
      '70B3\u2009D57E\u2009D000\u20090002',
    ])
  })
})

const payloads = (name: string): readonly string[] =>
  contentOf(createLabeller(presets[name]!, { dpi: 203 }).place(CODE, FIELDS)).codes

test('says what each symbol carries: a carton label never the code', () => {
  expect(payloads('device-50x25')).toEqual([CODE])
  expect(payloads('two-up-100x25')).toEqual([CODE, CODE])
  expect(payloads('carton-100x50')).toEqual(['70B3D57ED00A0004'])
})

test('a code that grew too long for the label is refused, and the message holds nothing of it', () => {
  const labeller = createLabeller(presets['device-20x20']!, { dpi: 203 })
  const long = `${CODE}${'Q7Q7'.repeat(20)}`
  const issue = thrownBy(() => labeller.draw(long, FIELDS))
  expect(issue).toMatchObject({ code: 'symbol-too-small', element: 'code (qr)' })
  expect(JSON.stringify(issue)).not.toContain('Q7Q7')
})

test('pictures must have been rasterised', () => {
  const template = templateWith({
    type: 'image',
    id: 'logo',
    x: 30,
    y: 2,
    width: 10,
    height: 10,
    source: 'logo.svg',
  })
  expect(thrownBy(() => createLabeller(template, { dpi: 203 }))).toMatchObject({
    code: 'missing-art',
    source: 'logo.svg',
  })
})

test('lines, frames and filled boxes are exact', () => {
  const bitmap = createLabeller(
    {
      name: 't',
      stock: { width: 30, height: 20 },
      elements: [
        { type: 'line', x: 1, y: 1, direction: 'horizontal', length: 10, thickness: 0.25 },
        { type: 'line', x: 1, y: 2, direction: 'vertical', length: 10, thickness: 0.5 },
        { type: 'box', x: 13, y: 1, width: 6, height: 5, thickness: 0.25 },
        { type: 'box', x: 20, y: 1, width: 5, height: 5, thickness: 0 },
        { type: 'box', x: 13, y: 10, width: 8, height: 8, thickness: 0.25, radius: 4 },
      ],
    },
    { dpi: 203 },
  ).draw(CODE, {})
  expect(blackIn(bitmap, 0, 0, 100, 12)).toBe(80 * 2)
  expect(blackIn(bitmap, 0, 14, 100, 140)).toBe(4 * 80)
  expect(blackIn(bitmap, 104, 8, 48, 40)).toBe(48 * 40 - 44 * 36)
  expect(blackIn(bitmap, 160, 8, 40, 40)).toBe(1600)
  // A ring of outer radius 32 and inner radius 30 dots.
  const ring = blackIn(bitmap, 104, 80, 64, 64)
  expect(Math.abs(ring - Math.PI * (32 ** 2 - 30 ** 2))).toBeLessThan(25)
})

test('no text on any label holds a piece of the token', () => {
  const token = /:O([A-Z2-7]+):/.exec(CODE)![1]!
  expect(token).toHaveLength(26)
  for (const template of Object.values(presets)) {
    const { items } = createLabeller(template, { dpi: 300 }).place(CODE, FIELDS)
    const written = items.flatMap((item) => (item.type === 'text' ? [item.text] : [])).join('\n')
    for (let at = 0; at + 6 <= token.length; at += 1) expect(written).not.toContain(token.slice(at, at + 6))
  }
})

test('a label is what it is, whatever labels came before', () => {
  const template = templateWith(
    text({ width: 28, group: 4, minSize: 1 }),
    text({ id: 'centred', y: 8, width: 28, align: 'center', font: 'mono', text: '{lot}', minSize: 1 }),
    text({ id: 'plain', y: 14, width: 28, font: 'sans', text: 'Lot {lot}', minSize: 1 }),
    text({ id: 'turned', x: 56, y: 1, width: 24, rotate: 90, text: '{lot}', minSize: 1 }),
  )
  const labeller = createLabeller(template, { dpi: 300 })
  const value = fc.oneof(
    { weight: 2, arbitrary: fc.stringMatching(/^[A-Za-z0-9]{8,9}$/) },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Z ÄÖü\u2009]{1,2}$/) },
  )
  const codes = fc.oneof(fc.stringMatching(/^[0-9]{1,40}$/), fc.stringMatching(/^[0-9A-Z:a]{1,40}$/))
  fc.assert(
    fc.property(codes, value, value, (code, devEui, lot) => {
      const fields = { devEui, lot }
      const fresh = createLabeller(template, { dpi: 300 })
      expect(labeller.place(code, fields)).toEqual(fresh.place(code, fields))
    }),
    { numRuns: 200 },
  )
})

test.each(['A', '1', 'a'])(
  'a code of %ss gets the symbol of its length, whatever codes came before',
  (character) => {
    const labeller = createLabeller(templateWith(), { dpi: 300 })
    for (let length = 1; length <= 400; length += 1) {
      const code = character.repeat(length)
      const fresh = createLabeller(templateWith(), { dpi: 300 })
      expect(labeller.place(code, {})).toEqual(fresh.place(code, {}))
    }
  },
)
