import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { encodeEscPos, type EscPosOptions } from '../../src/printers/escpos.ts'
import { printEscPos } from './escpos-printer.ts'
import { difference, paperOf, pixelsOf } from './paper.ts'
import { anyBitmap, CODE, HOSTILE, qrBitmap } from './samples.ts'

const scanner = createScanner()

const small = {
  width: 9,
  height: 3,
  stride: 4,
  data: Uint8Array.of(0xf5, 0x80, 0, 0, 0xf2, 0, 0, 0, 1, 0, 0, 0),
}

describe('encodeEscPos', () => {
  test('writes the stream as the manual has it', () => {
    const stream = encodeEscPos(small, { rowsPerChunk: 2, feed: 24, cut: 'partial' })
    const expected = '1b40 1d763000 0200 0200 f580f200 1d763000 0200 0100 0100 1b4a18 1d564200'
    expect(Buffer.from(stream).toString('hex')).toBe(expected.replaceAll(' ', ''))
  })

  test('prints exactly the dots of any bitmap, in chunks of any size', () => {
    fc.assert(
      fc.property(anyBitmap(200, 60), fc.integer({ min: 1, max: 70 }), (bitmap, rowsPerChunk) => {
        const [receipt, ...more] = printEscPos(encodeEscPos(bitmap, { rowsPerChunk }), bitmap.width)
        expect(difference(receipt!.paper, paperOf(bitmap))).toBeUndefined()
        expect(receipt!.chunks.every((rows) => rows <= rowsPerChunk)).toBe(true)
        expect(more).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('sends at most 255 rows at a time unless told otherwise', () => {
    const bitmap = { width: 8, height: 600, stride: 1, data: new Uint8Array(600) }
    expect(printEscPos(encodeEscPos(bitmap), 8)[0]!.chunks).toEqual([255, 255, 90])
    expect(printEscPos(encodeEscPos(bitmap, { rowsPerChunk: 2303 }), 8)[0]!.chunks).toEqual([600])
  })

  test('cuts each copy after feeding it', () => {
    const receipts = printEscPos(encodeEscPos(small, { copies: 2, feed: 5, cut: 'full' }), 9)
    expect(receipts.map(({ cut, paper }) => [cut, paper.height])).toEqual([
      ['full', 8],
      ['full', 8],
    ])
  })

  test('refuses a label wider than the print head, not one as wide', () => {
    expect(() => encodeEscPos(small, { headDots: 8 })).toThrow(
      expect.objectContaining({ issue: { kind: 'misuse', code: 'too-wide', width: 9, most: 8 } }),
    )
    expect(encodeEscPos(small, { headDots: 9 })).toEqual(encodeEscPos(small))
  })

  test.each<[EscPosOptions, string]>([
    [{ rowsPerChunk: 0 }, 'rowsPerChunk'],
    [{ rowsPerChunk: 2304 }, 'rowsPerChunk'],
    [{ feed: 256 }, 'feed'],
    [{ copies: 0 }, 'copies'],
  ])('refuses %o', (options, option) => {
    expect(() => encodeEscPos(small, options)).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-option', option }) }),
    )
  })

  test('ignores what lies beyond the width', () => {
    const beyond = [0x00, 0x7f, 0xff, 0xff]
    const dirty = { ...small, data: small.data.map((byte, at) => byte | beyond[at % 4]!) }
    expect(encodeEscPos(dirty)).toEqual(encodeEscPos(small))
  })

  test.each(HOSTILE)('refuses %s', (_, bitmap) => {
    expect(() => encodeEscPos(bitmap)).toThrow(expect.objectContaining({ code: 'bad-bitmap' }))
  })

  test('a label is read back from what comes out', async () => {
    const bitmap = await qrBitmap()
    const [receipt] = printEscPos(encodeEscPos(bitmap, { rowsPerChunk: 24, feed: 30 }), 384)
    expect(textsOf(await scanner.scan(pixelsOf(receipt!.paper)))).toEqual([CODE])
  })
})
