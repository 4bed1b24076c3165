import { encode, thingpark, tr005 } from '@claimtag/core'
import { nativeLabel, presets, type PlacedLabel, type Template } from '@claimtag/label'
import { createSeries, symbolPlaces } from '@claimtag/label/series'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAtlas } from '../../src/font/atlas.ts'
import { layOut } from '../../src/layout/to-dots.ts'
import { createShaper } from '../../src/series/shape.ts'
import { CODE, FIELDS, templateWith, text } from '../samples.ts'

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9A-F]{${length}}$`))

/** Codes with digits to be counted apart, and in one mode or several. */
const devices = fc.record({
  devEui: hex(16),
  joinEui: fc.constantFrom('70B3D57ED0000001', '0000000000000001'),
  serialNumber: fc.oneof(fc.stringMatching(/^[0-9A-Z]{4,9}$/), fc.stringMatching(/^[0-9]{5,12}$/)),
  ownerToken: fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((bytes) => Buffer.from(bytes).toString('base64')),
  format: fc.constantFrom(thingpark, tr005),
})

/** A series whose shapes can be looked at. */
const openSeries = (template: Template) => ({
  ...createSeries(template, { dpi: 300 }),
  shape: createShaper(layOut(template, 300), 20_000),
})

/** Where everything is, without the texts. */
function placesOf({ items }: PlacedLabel): unknown {
  return items.map((item) => {
    if (item.type === 'symbol') {
      const { x, y, dots, version, errorCorrection, modules } = item
      return { x, y, dots, version, errorCorrection, modules }
    }
    return item.type === 'text' ? { ...item, text: item.text.length } : item
  })
}

function nativePlacesOf(placed: PlacedLabel): unknown {
  const { symbols, texts } = nativeLabel(placed)
  return [...symbols, ...texts].map((item) => ({ ...item, text: item.text.length }))
}

describe('labels of one shape', () => {
  test('are placed alike, by us and by a printer that draws itself', () => {
    const all = ['device-50x25', 'device-25x25', 'device-100x50'].map((name) => openSeries(presets[name]!))
    const before = new Map<string, readonly [unknown, unknown]>()
    let met = 0
    fc.assert(
      fc.property(devices, ({ format, ...device }) => {
        const code = encode(device, format)
        const { devEui, joinEui: appEui, serialNumber } = device
        all.forEach((series, index) => {
          const fields = { devEui, appEui, serialNumber }
          const shape = series.shape(code, fields)
          expect(shape).toBeDefined()
          const placed = series.place(code, fields)
          expect(series.check(code, fields)).toEqual(symbolPlaces(placed))
          const places = [placesOf(placed), nativePlacesOf(placed)] as const
          const key = `${index} ${shape}`
          const known = before.get(key) ?? places
          before.set(key, known)
          expect(places).toEqual(known)
          if (known !== places) met += 1
        })
      }),
      { numRuns: 1500, seed: 7 },
    )
    expect(met).toBeGreaterThan(500)
  })

  test('have codes of as many bits, whatever their length', () => {
    const series = openSeries(presets['device-50x25']!)
    const before = new Map<number | undefined, unknown>()
    // As long and in the same modes, but with more and more digits, which take fewer bits.
    for (let digits = 13; digits <= 80; digits += 1) {
      for (const letters of [5, 7]) {
        const code = `${'A'.repeat(letters)}${'1'.repeat(digits)}${'B'.repeat(95 - digits - letters)}`
        const places = placesOf(series.place(code, FIELDS))
        const shape = series.shape(code, FIELDS)
        expect(before.get(shape) ?? places).toEqual(places)
        before.set(shape, places)
      }
    }
    expect(new Set([...before.values()].map((places) => JSON.stringify(places))).size).toBeGreaterThan(1)
    expect(before.size).toBeLessThanOrEqual(68)
  })
})

describe('only placing tells', () => {
  const series = openSeries(presets['device-50x25']!)

  test.each([
    ['a character that a face may lack', CODE, { ...FIELDS, serialNumber: '漢' }],
    ['a code of a large version', CODE.repeat(5), FIELDS],
    ['a code beyond any symbol', CODE.repeat(60), FIELDS],
    ['a code that no printer takes as text', `${CODE}\u0007`, FIELDS],
  ])('with %s', (_, code, fields) => {
    expect(series.shape(code, fields)).toBeUndefined()
  })

  test('with words in a face whose letters differ in width', () => {
    const template = templateWith(text({ font: 'sans' }))
    expect(openSeries(template).shape(CODE, FIELDS)).toBeUndefined()
  })
})

test('a shape that is new when as many as allowed are known has to be placed', () => {
  const shapeOf = createShaper(layOut(templateWith(text({ text: 'Lot {lot}' })), 300), 3)
  const shapes = ['1', '12', '123', '1'].map((lot) => shapeOf(CODE, { ...FIELDS, lot }))
  expect(shapes).toEqual([0, 1, undefined, 0])
})

test('a column that is missing is another shape than an empty cell', () => {
  const series = openSeries(templateWith(text({ text: 'Lot {lot}' })))
  expect(series.shape(CODE, FIELDS)).not.toBe(series.shape(CODE, { ...FIELDS, lot: '' }))
})

test.each([8, 9, 12, 17, 30, 47])(
  'at %i dots every printable character of the mono face is as wide',
  (capDots) => {
    const atlas = createAtlas('mono', capDots)
    const advances = Array.from({ length: 95 }, (_, index) => atlas.advance(String.fromCharCode(32 + index)))
    expect(new Set(advances).size).toBe(1)
  },
)
