import { createLabeller, nativeLabel, presets } from '@claimtag/label'
import { createSeries } from '@claimtag/label/series'
import { encodeNativeZpl } from '@claimtag/label/zpl'
import { describe, expect, test } from 'vitest'
import { CODE, FIELDS, templateWith, text } from '../samples.ts'

/** The issue of a label; `undefined` when there is none. */
function issueOf(work: () => unknown): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    return (error as { issue: unknown }).issue
  }
}

test('a label drawn onto another looks as if it were drawn alone', () => {
  const template = presets['device-50x25']!
  const series = createSeries(template, { dpi: 203 })
  const other = CODE.replace('70B3D57ED00A0004', '70B3D57ED00A0005')
  const earlier = series.draw(series.place(other, { ...FIELDS, serialNumber: 'WWWWWW' }))
  const drawn = series.draw(series.place(CODE, FIELDS))
  expect(drawn).toBe(earlier)
  expect(drawn).toEqual(createLabeller(template, { dpi: 203 }).draw(CODE, FIELDS))
  expect(series.draw(structuredClone(series.place(CODE, FIELDS)))).toEqual(drawn)
})

describe('check', () => {
  const template = templateWith(text({ text: '{serialNumber} {lot}' }))
  const labeller = createLabeller(template, { dpi: 203 })
  const FIELDS_OF_LOT = { ...FIELDS, lot: 'A' }

  test.each([
    ['a device that fits', CODE, FIELDS_OF_LOT],
    ['a code that gets too few dots', CODE.repeat(3), FIELDS_OF_LOT],
    ['a code beyond any symbol', CODE.repeat(60), FIELDS_OF_LOT],
    ['a text without room', CODE, { ...FIELDS_OF_LOT, lot: 'W'.repeat(60) }],
    ['a character that the font lacks', CODE, { ...FIELDS_OF_LOT, lot: '漢' }],
    ['a field that no device has', CODE, FIELDS],
  ])('says of %s what plan says', (_, code, fields) => {
    const series = createSeries(template, { dpi: 203 })
    for (let time = 0; time < 2; time += 1)
      expect(issueOf(() => series.check(code, fields))).toEqual(issueOf(() => labeller.plan(code, fields)))
  })
})

describe('outline', () => {
  const other = { ...FIELDS, devEui: '70B3D57ED00A0005', serialNumber: '26W47-00999' }
  const otherCode = CODE.replace('70B3D57ED00A0004', '70B3D57ED00A0005')

  test('is the label as placing it has it, whether its shape is new or known', () => {
    const series = createSeries(presets['two-up-100x25']!, { dpi: 300, native: true })
    for (const [code, fields] of [
      [CODE, FIELDS],
      [otherCode, other],
      [CODE, FIELDS],
    ] as const) {
      const { symbols, codes, zpl } = series.outline(code, fields)
      const placed = series.place(code, fields)
      expect(symbols).toEqual(
        placed.items.flatMap((item) => {
          if (item.type !== 'symbol') return []
          const { x, y, dots, version, errorCorrection, modules } = item
          return [{ x, y, dots, version, errorCorrection, modules }]
        }),
      )
      expect(codes).toEqual([code, code])
      expect(Uint8Array.from(zpl!)).toEqual(encodeNativeZpl(nativeLabel(placed)))
    }
  })

  test('has no commands unless they are asked for', () => {
    expect(createSeries(presets['carton-100x50']!, { dpi: 300 }).outline(CODE, FIELDS)).toMatchObject({
      codes: [FIELDS.devEui],
      zpl: undefined,
    })
  })
})

describe('check looks at what outputs cannot do', () => {
  const edge = { ...presets['device-62x29']!, stock: { width: 62, height: 29 } }
  const offMedia = {
    ...edge,
    elements: [...edge.elements, text({ x: 50, y: 27.3, width: 11, size: 1.2, text: '{lot}' })],
  }

  test('a Brother QL at the edges, for every label', () => {
    const series = createSeries(offMedia, { dpi: 300, media: '62x29' })
    expect(series.check(CODE, { ...FIELDS, lot: '' })).toHaveLength(1)
    expect(issueOf(() => series.check(CODE, { ...FIELDS, lot: 'HHHH' }))).toMatchObject({ code: 'off-media' })
    expect(series.check(CODE, { ...FIELDS, lot: '' })).toHaveLength(1)
  })

  test('a ZPL printer that draws by itself', () => {
    const series = createSeries(presets['carton-100x50']!, { dpi: 300, native: true })
    expect(issueOf(() => series.check(CODE, FIELDS))).toMatchObject({ code: 'not-native' })
  })

  test('a label without a symbol has no places', () => {
    const template = { name: 't', stock: { width: 60, height: 30 }, elements: [text({ x: 0 })] }
    expect(createSeries(template, { dpi: 300 }).check(CODE, FIELDS)).toEqual([])
  })
})
