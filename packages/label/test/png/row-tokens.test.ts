import { createLabeller, presets } from '@claimtag/label'
import { createPngEncoder, encodePng, encodeSymbolPng } from '@claimtag/label/png'
import { encodeQr } from '@claimtag/qr'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { clearTokenBuffers, createTokenBuffers, rowTokens } from '../../src/png/row-tokens.ts'
import { COPY, USUAL } from '../../src/deflate/tokens.ts'
import type { Bitmap } from '../../src/raster/bitmap.ts'
import { CODE, FIELDS } from '../samples.ts'
import { plainAdler, plainTokens } from './plain-tokens.ts'

const bitmaps = ['device-100x50', 'device-25x25', 'two-up-100x25'].map((name) =>
  createLabeller(presets[name]!, { dpi: 300 }).draw(CODE, FIELDS),
)

test('buffers that were cleared hold nothing of a picture', () => {
  const buffers = createTokenBuffers()
  const untouched = createTokenBuffers()
  for (const bitmap of bitmaps) {
    const { count } = rowTokens(buffers, bitmap)
    expect(buffers.tokens.some((token) => token !== 0)).toBe(true)
    expect(buffers.seen).not.toEqual(untouched.seen)
    clearTokenBuffers(buffers, count)
    expect(buffers.tokens.every((token) => token === 0)).toBe(true)
    expect(buffers.seen).toEqual(untouched.seen)
  }
})

test('a picture is what it is, whatever pictures its encoder made before', () => {
  const encoder = createPngEncoder()
  const symbol = encodeQr(CODE)
  for (const bitmap of [...bitmaps, ...bitmaps]) {
    expect(encoder.encode(bitmap, { dpi: 300 })).toEqual(encodePng(bitmap, { dpi: 300 }))
    expect(encoder.encodeSymbol(symbol, { dots: 7 })).toEqual(encodeSymbolPng(symbol, { dots: 7 }))
    encoder.clear()
  }
})

/** Pictures with much to copy: rows out of a few bytes, of which some are rows that came before, or parts of them. */
const pictures = fc
  .record({
    width: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 700 }), fc.constant(3000)),
    byte: fc.constantFrom(2, 3, 256),
    rows: fc.array(fc.record({ from: fc.nat(1000), shift: fc.nat(3), kept: fc.nat(400) }), {
      minLength: 1,
      maxLength: 12,
    }),
    seed: fc.nat(0xffffff),
  })
  .map(({ width, byte, rows, seed }): Bitmap => {
    const stride = ((width + 31) >>> 5) << 2
    const rowBytes = (width + 7) >>> 3
    const data = new Uint8Array(stride * rows.length)
    let state = seed
    const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8
    for (const [y, { from, shift, kept }] of rows.entries()) {
      const source = y === 0 ? 0 : from % y
      for (let x = 0; x < rowBytes; x++) {
        const isKept = y > 0 && x >= shift && x < kept
        data[y * stride + x] = isKept ? data[source * stride + x - shift]! : (next() % byte) * 0x55
      }
      data[y * stride + rowBytes - 1]! &= 0xff00 >>> (((width - 1) & 7) + 1)
    }
    return { width, height: rows.length, stride, data }
  })

function readable({
  tokens,
  count,
  distance,
}: ReturnType<typeof rowTokens>): readonly (number | readonly [number, number])[] {
  return Array.from(tokens.subarray(0, count), (token) => {
    const upper = token >>> 16
    if (upper < COPY) return upper
    return upper < USUAL ? ([upper - COPY, token & 0xffff] as const) : ([upper - USUAL, distance] as const)
  })
}

test('the tokens of a picture are those that a plain search finds, and stand for its bytes', () => {
  const buffers = createTokenBuffers()
  function check(bitmap: Bitmap, times: number): void {
    const found = rowTokens(buffers, bitmap, times)
    const plain = plainTokens(bitmap, times)
    expect(readable(found)).toEqual(plain.tokens)
    expect(found.adler).toBe(plainAdler(plain.bytes))
  }
  for (const bitmap of bitmaps.slice(0, 2)) check(bitmap, 1)
  fc.assert(
    fc.property(pictures, fc.constantFrom(1, 1, 2, 5), (bitmap, times) => {
      check(bitmap, bitmap.width > 16 ? times : 1)
    }),
    { numRuns: 120 },
  )
})
