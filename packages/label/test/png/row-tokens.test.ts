import { createLabeller, presets } from '@claimtag/label'
import { createPngEncoder, encodePng, encodeSymbolPng } from '@claimtag/label/png'
import { encodeQr } from '@claimtag/qr'
import { expect, test } from 'vitest'
import { clearTokenBuffers, createTokenBuffers, rowTokens } from '../../src/png/row-tokens.ts'
import { CODE, FIELDS } from '../samples.ts'

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
