import { checkNative, createLabeller, nativeLabel, type PlacedSymbol, presets } from '@claimtag/label'
import { expect, test } from 'vitest'
import { CODE, FIELDS, thrownBy } from '../samples.ts'

const symbolIn = (items: readonly { type: string }[]): PlacedSymbol =>
  items.find((item) => item.type === 'symbol') as PlacedSymbol

test('a ZPL printer can be told to draw by itself what it has commands for', () => {
  const labeller = createLabeller(presets['device-50x25']!, { dpi: 203 })
  const native = nativeLabel(labeller.place(CODE, FIELDS))
  const { x, y, dots, errorCorrection } = symbolIn(labeller.place(CODE, FIELDS).items)
  expect(native.symbols).toEqual([{ text: CODE, errorCorrection, magnification: dots, x, y }])
  expect(native.texts.map((item) => item.text)).toContain('70B3\u2009D57E\u2009D00A\u20090004')
  const carton = createLabeller(presets['carton-100x50']!, { dpi: 203 }).place(CODE, FIELDS)
  expect(thrownBy(() => nativeLabel(carton))).toMatchObject({ code: 'not-native', what: 'a rule or frame' })
  expect(thrownBy(() => checkNative(presets['carton-100x50']!))).toMatchObject({
    code: 'not-native',
    what: 'a rule or frame',
    element: expect.stringMatching(/ \(line\)$/),
  })
  for (const name of ['device-50x25', 'two-up-100x25'])
    expect(() => checkNative(presets[name]!)).not.toThrow()
})

test('a ZPL printer is given no level for which its own cut into modes takes a larger symbol', () => {
  const mixed =
    'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:OecQSH8YIV9/+/HS5mcyF8Q==:S26W47-00421:C9FED'
  const placed = createLabeller(presets['device-40x20']!, { dpi: 203 }).place(mixed, FIELDS)
  // 93 bytes: a symbol of version 6 takes 74 at Q and 106 at M (ISO/IEC 18004, table 7).
  expect(symbolIn(placed.items)).toMatchObject({ version: 6, errorCorrection: 'Q' })
  expect(nativeLabel(placed).symbols[0]?.errorCorrection).toBe('M')
})

test('a larger symbol of the printer has fewer dots a module, and its quiet zone in the place of the planned one', () => {
  const mixed =
    'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:OecQSH8YIV9/+/HS5mcyF8Q==:S26W47-00421:C9FED'
  const placed = createLabeller(presets['device-50x25']!, { dpi: 203 }).place(mixed, FIELDS)
  const { x, y } = symbolIn(placed.items)
  // 37 modules and twice 4 at 4 dots are 180 dots, of which 41 and twice 4 at 3 dots leave 33: 16 before them.
  expect(symbolIn(placed.items)).toMatchObject({ version: 5, errorCorrection: 'M', dots: 4 })
  const [symbol] = nativeLabel(placed).symbols
  expect(symbol).toMatchObject({ errorCorrection: 'M', magnification: 3, x: x + 12, y: y + 12 })
  const small = createLabeller(presets['device-20x20']!, { dpi: 203 }).place(mixed, FIELDS)
  expect(thrownBy(() => nativeLabel(small))).toMatchObject({ code: 'not-native' })
})

test('a ZPL printer makes modules of 10 dots at most, in the middle of larger ones', () => {
  const placed = createLabeller(presets['device-100x50']!, { dpi: 600 }).place(CODE, FIELDS)
  const { x, dots, modules } = symbolIn(placed.items)
  expect(dots).toBeGreaterThan(10)
  const [symbol] = nativeLabel(placed).symbols
  expect(symbol?.magnification).toBe(10)
  expect(Math.abs(symbol!.x + 5 * modules - (x + (dots * modules) / 2))).toBeLessThanOrEqual(1)
})
