import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { encodeTspl, type TsplOptions } from '../../src/printers/tspl.ts'
import { difference, paperOf, pixelsOf } from './paper.ts'
import { anyBitmap, CODE, HOSTILE, qrBitmap } from './samples.ts'
import { printTspl } from './tspl-printer.ts'

const scanner = createScanner()

const DOTS_PER_MM = 8
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const small = { width: 9, height: 2, stride: 4, data: Uint8Array.of(0xf5, 0x80, 0, 0, 0xf2, 0, 0, 0) }
const stock = { width: 50, height: 25 }

const settingsOf = (options: Partial<TsplOptions>) =>
  printTspl(encodeTspl(small, { stock, ...options }), DOTS_PER_MM)[0]!.settings

describe('encodeTspl', () => {
  test('writes the stream as the manual has it, its data inverted and padded with white', () => {
    expect(latin1(encodeTspl(small, { stock }))).toBe(
      '\r\nSIZE 50 mm,25 mm\r\nGAP 3 mm,0 mm\r\nDIRECTION 0\r\nCLS\r\n' +
        'BITMAP 0,0,2,2,0,\x0a\x7f\x0d\xff\r\nPRINT 1,1\r\n',
    )
  })

  test('prints exactly the dots of any bitmap', () => {
    fc.assert(
      fc.property(anyBitmap(), (bitmap) => {
        const size = { width: bitmap.width / DOTS_PER_MM, height: bitmap.height / DOTS_PER_MM }
        const [label] = printTspl(encodeTspl(bitmap, { stock: size }), DOTS_PER_MM)
        expect(difference(label!.paper, paperOf(bitmap))).toBeUndefined()
      }),
      { numRuns: 200 },
    )
  })

  test('data may hold any byte, line breaks and commands too', () => {
    const text = Buffer.from('\r\nPRINT 1,9\r\nCLS\r\n', 'latin1')
    const data = Uint8Array.from(text, (byte) => byte ^ 0xff)
    const bitmap = { width: data.length * 8, height: 1, stride: data.length, data }
    const stream = encodeTspl(bitmap, { stock: { width: data.length, height: 0.125 } })
    expect(latin1(stream)).toContain('\r\nPRINT 1,9\r\n')
    const labels = printTspl(stream, DOTS_PER_MM)
    expect(labels).toMatchObject([{ copies: 1 }])
    expect(difference(labels[0]!.paper, paperOf(bitmap))).toBeUndefined()
  })

  test('carries settings and stock', () => {
    const options: TsplOptions = {
      stock: { width: 101.6, height: 50.806, gap: 0 },
      copies: 3,
      density: 8,
      speed: 4,
      direction: 1,
      offset: { x: 8, y: 1 },
    }
    const stream = encodeTspl(small, options)
    expect(latin1(stream)).toContain('SIZE 101.6 mm,50.81 mm\r\nGAP 0 mm,0 mm\r\n')
    const [label] = printTspl(stream, DOTS_PER_MM)
    expect(label).toMatchObject({
      copies: 3,
      settings: { GAP: '0 0', DENSITY: '8', SPEED: '4', DIRECTION: '1' },
    })
    const black = label!.paper.dots.reduce<number[]>(
      (list, dot, at) => (dot === 1 ? [...list, at] : list),
      [],
    )
    expect(black.map((at) => [at % 813, Math.floor(at / 813)])).toEqual([
      ...[8, 9, 10, 11, 13, 15, 16].map((x) => [x, 1]),
      ...[8, 9, 10, 11, 14].map((x) => [x, 2]),
    ])
  })

  test('says how the printer finishes and tells labels, and nothing that was not asked', () => {
    expect(settingsOf({ finish: 'cut', cutEvery: 10, sensing: 'mark' })).toMatchObject({
      'SET TEAR': 'OFF',
      'SET PEEL': 'OFF',
      'SET CUTTER': '10',
      BLINE: '3 0',
    })
    expect(settingsOf({ finish: 'peel' })).toMatchObject({
      'SET PEEL': 'ON',
      'SET CUTTER': 'OFF',
      GAP: '3 0',
    })
    expect(settingsOf({ finish: 'tear' })).toMatchObject({ 'SET TEAR': 'ON', 'SET PEEL': 'OFF' })
    expect(Object.keys(settingsOf({})).filter((name) => name.startsWith('SET'))).toEqual([])
  })

  test.each<[Partial<TsplOptions>, string]>([
    [{ cutEvery: 0 }, 'cutEvery'],
    [{ copies: 0 }, 'copies'],
    [{ density: 16 }, 'density'],
    [{ speed: 0 }, 'speed'],
    [{ direction: 2 as 1 }, 'direction'],
    [{ offset: { x: -8, y: 0 } }, 'offset.x'],
    [{ offset: { x: 0, y: 0.5 } }, 'offset.y'],
    [{ stock: { width: 0, height: 25 } }, 'stock.width'],
    [{ stock: { width: 25, height: Number.NaN } }, 'stock.height'],
    [{ stock: { width: 25, height: 25, gap: -3 } }, 'stock.gap'],
  ])('refuses %o', (options, option) => {
    expect(() => encodeTspl(small, { stock, ...options })).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-option', option }) }),
    )
  })

  test('ignores what lies beyond the width', () => {
    const beyond = [0x00, 0x7f, 0xff, 0xff]
    const dirty = { ...small, data: small.data.map((byte, at) => byte | beyond[at % 4]!) }
    expect(encodeTspl(dirty, { stock })).toEqual(encodeTspl(small, { stock }))
  })

  test.each(HOSTILE)('refuses %s', (_, bitmap) => {
    expect(() => encodeTspl(bitmap, { stock })).toThrow(expect.objectContaining({ code: 'bad-bitmap' }))
  })

  test('a label is read back from what comes out', async () => {
    const bitmap = await qrBitmap()
    const [label] = printTspl(encodeTspl(bitmap, { stock: { width: 37.5, height: 22.5 } }), DOTS_PER_MM)
    expect(textsOf(await scanner.scan(pixelsOf(label!.paper)))).toEqual([CODE])
  })
})
