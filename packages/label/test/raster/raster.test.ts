import { encodeQr } from '@claimtag/qr'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blitBitmap,
  copyBitmap,
  createBitmap,
  fillRect,
  isBlack,
  type Bitmap,
} from '../../src/raster/bitmap.ts'
import { bytesPerRow, lastByteMask, packedRows } from '../../src/raster/packed-rows.ts'
import { ceilMm, dotsPerMm, floorMm, roundMm, toMm } from '../../src/raster/resolution.ts'
import { rowsAlike } from '../../src/raster/rows-alike.ts'
import { eachDotRun, eachModuleRun } from '../../src/raster/runs.ts'
import { inByteOrder, wideModules, widenRow } from '../../src/raster/widen-row.ts'

const size = fc.integer({ min: 1, max: 70 })
const place = fc.integer({ min: -40, max: 80 })
const rectangle = fc.record({ x: place, y: place, width: fc.nat(80), height: fc.nat(80) })
type Rectangle = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>

function drawn(width: number, height: number, rectangles: readonly Rectangle[]): Bitmap {
  const bitmap = createBitmap(width, height)
  for (const { x, y, width: across, height: down } of rectangles) fillRect(bitmap, x, y, across, down)
  return bitmap
}

/** Dot by dot, as slowly as it is obvious. */
function dotsOf(bitmap: Bitmap): readonly string[] {
  return Array.from({ length: bitmap.height }, (_, y) =>
    Array.from({ length: bitmap.width }, (__, x) => (isBlack(bitmap, x, y) ? '#' : '.')).join(''),
  )
}

const bitmaps = fc
  .tuple(size, size, fc.array(rectangle, { maxLength: 5 }))
  .map(([width, height, rectangles]) => drawn(width, height, rectangles))

describe('a bitmap', () => {
  test('has the dots of its rectangles, and no others', () => {
    fc.assert(
      fc.property(size, size, fc.array(rectangle, { maxLength: 4 }), (width, height, rectangles) => {
        const isIn = (x: number, y: number): boolean =>
          rectangles.some((r) => x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height)
        const expected = Array.from({ length: height }, (_, y) =>
          Array.from({ length: width }, (__, x) => (isIn(x, y) ? '#' : '.')).join(''),
        )
        const bitmap = drawn(width, height, rectangles)
        expect(dotsOf(bitmap)).toEqual(expected)
        // Behind the last dot of a row there is white, or a printer would print it.
        const black = bitmap.data.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
        expect(black).toBe(expected.join('').replaceAll('.', '').length)
      }),
    )
  })

  test('takes another one at any place, also beyond its edges', () => {
    fc.assert(
      fc.property(bitmaps, bitmaps, place, place, (under, over, left, top) => {
        const both = copyBitmap(under)
        blitBitmap(both, over, left, top)
        const isOver = (x: number, y: number): boolean =>
          x >= left &&
          y >= top &&
          x < left + over.width &&
          y < top + over.height &&
          isBlack(over, x - left, y - top)
        const expected = dotsOf(under).map((row, y) =>
          Array.from(row, (dot, x) => (dot === '#' || isOver(x, y) ? '#' : '.')).join(''),
        )
        expect(dotsOf(both)).toEqual(expected)
      }),
    )
  })

  test('has runs that give it back', () => {
    fc.assert(
      fc.property(bitmaps, (bitmap) => {
        const again = createBitmap(bitmap.width, bitmap.height)
        let lastEnd = -1
        eachDotRun(bitmap, (x, y, width) => {
          expect(y * 1000 + x).toBeGreaterThan(lastEnd)
          lastEnd = y * 1000 + x + width
          fillRect(again, x, y, width, 1)
        })
        expect(again).toEqual(bitmap)
      }),
    )
  })

  test('is packed without padding, in either colour', () => {
    fc.assert(
      fc.property(bitmaps, (bitmap) => {
        const bytes = bytesPerRow(bitmap)
        const [black, white] = [packedRows(bitmap, 0x00), packedRows(bitmap, 0xff)]
        expect(black).toHaveLength(bytes * bitmap.height)
        expect(white).toEqual(black.map((byte) => byte ^ 0xff))
        dotsOf(bitmap).forEach((row, y) => {
          const bits = Array.from(black.subarray(y * bytes, (y + 1) * bytes), (byte) =>
            byte.toString(2).padStart(8, '0'),
          )
          expect(bits.join('')).toBe(
            row
              .replaceAll('#', '1')
              .replaceAll('.', '0')
              .padEnd(bytes * 8, '0'),
          )
        })
      }),
    )
    expect([1, 7, 8, 9].map(lastByteMask)).toEqual([0x80, 0xfe, 0xff, 0x80])
    const bad = expect.objectContaining({ code: 'bad-bitmap' })
    for (const wrong of [{ width: 0 }, { width: 33 }, { height: 2 }, { stride: 3 }, { width: 1.5 }])
      expect(() => bytesPerRow({ ...createBitmap(8, 1), ...wrong })).toThrow(bad)
  })
})

describe('a symbol', () => {
  const symbol = encodeQr('LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122', {})
  const isDark = (x: number, y: number): boolean =>
    ((symbol.rows[y * symbol.wordsPerRow + (x >>> 5)] ?? 0) & (0x80000000 >>> (x & 31))) !== 0

  test('has runs of dark modules', () => {
    const dark = new Set<number>()
    eachModuleRun(symbol, (from, y, width) => {
      for (let x = from; x < from + width; x++) dark.add(y * 1000 + x)
    })
    for (let y = 0; y < symbol.size; y++)
      for (let x = 0; x < symbol.size; x++) expect(dark.has(y * 1000 + x)).toBe(isDark(x, y))
  })

  test.each([1, 2, 3, 5, 8, 9, 10, 15, 16, 17, 40])(
    'has modules that are %i dots wide, wherever its row begins',
    (dots) => {
      for (const left of [0, 1, 31, 32, 45]) {
        for (const y of [0, 6, symbol.size - 1]) {
          const end = left + symbol.size * dots
          const words = new Int32Array((end + 95) >>> 5)
          // What an earlier row has left there is overwritten.
          words.fill(0x5a5a5a5a, left >>> 5, (end + 31) >>> 5)
          widenRow(symbol, y, wideModules(dots), left, words)
          inByteOrder(words)
          const width = words.length * 32
          const row = { width, height: 1, stride: words.length * 4, data: new Uint8Array(words.buffer) }
          const expected = Array.from({ length: width }, (_, at) => {
            const x = Math.floor((at - left) / dots)
            return at >= left && x < symbol.size && isDark(x, y) ? '#' : '.'
          })
          expect(dotsOf(row)).toEqual([expected.join('')])
        }
      }
    },
  )
})

test('rows are alike until the first that differs', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(1), { minLength: 1, maxLength: 8 }),
      (stride, rows) => {
        const words = Int32Array.from(
          [7, ...rows].flatMap((value) => Array.from({ length: stride }, () => value)),
        )
        // Only the last word of a row differs.
        for (let row = 0; row <= rows.length; row++) words.fill(7, row * stride, (row + 1) * stride - 1)
        const values = [7, ...rows]
        for (let row = 1; row <= rows.length; row++) {
          const rest = values.slice(row)
          const alike = rest.findIndex((value) => value !== values[row - 1])
          const expected = alike === -1 ? rest.length : alike
          expect(rowsAlike(words, row * stride, stride, rest.length)).toBe(expected)
        }
      },
    ),
  )
})

test('a resolution is dots a millimetre, and lengths are written to a hundredth', () => {
  expect([dotsPerMm(203), dotsPerMm(254), dotsPerMm(300)]).toEqual([8, 10, 300 / 25.4])
  const refused = expect.objectContaining({ code: 'bad-resolution' })
  for (const dpi of [0, 149, 1201, NaN, Infinity]) expect(() => dotsPerMm(dpi)).toThrow(refused)
  expect([toMm(100, 8), roundMm(1.236), ceilMm(1.231), floorMm(1.239)]).toEqual([12.5, 1.24, 1.24, 1.23])
  // A length that is whole hundredths already stays as it is, for all the rounding of binary fractions.
  for (const mm of [1.15, 8.2, 15.38]) expect([ceilMm(mm), floorMm(mm), roundMm(mm)]).toEqual([mm, mm, mm])
})
