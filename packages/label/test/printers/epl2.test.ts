import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { encodeEpl2, type Epl2Options } from '../../src/printers/epl2.ts'
import { printEpl2 } from './epl2-printer.ts'
import { difference, paperOf, pixelsOf } from './paper.ts'
import { anyBitmap, CODE, HOSTILE, qrBitmap } from './samples.ts'

const scanner = createScanner()

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const small = { width: 9, height: 2, stride: 4, data: Uint8Array.of(0xf5, 0x80, 0, 0, 0xf2, 0, 0, 0) }

describe('encodeEpl2', () => {
  test('writes the stream as the manual has it, its data inverted and padded with white', () => {
    expect(latin1(encodeEpl2(small))).toBe('\nq9\nQ2,24\nN\nGW0,0,2,2,\x0a\x7f\x0d\xff\nP1\n')
  })

  test('prints exactly the dots of any bitmap', () => {
    fc.assert(
      fc.property(anyBitmap(), (bitmap) => {
        const [label] = printEpl2(encodeEpl2(bitmap))
        expect(difference(label!.paper, paperOf(bitmap))).toBeUndefined()
      }),
      { numRuns: 200 },
    )
  })

  test('data may hold any byte, line breaks and commands too', () => {
    const data = Uint8Array.from(Buffer.from('\nP9\nN\n', 'latin1'), (byte) => byte ^ 0xff)
    const bitmap = { width: data.length * 8, height: 1, stride: data.length, data }
    const stream = encodeEpl2(bitmap)
    expect(latin1(stream)).toContain('\nP9\n')
    const labels = printEpl2(stream)
    expect(labels).toMatchObject([{ copies: 1 }])
    expect(difference(labels[0]!.paper, paperOf(bitmap))).toBeUndefined()
  })

  test('carries settings and stock', () => {
    const stream = encodeEpl2(small, { gap: 0, copies: 5, density: 10, speed: 3 })
    expect(printEpl2(stream)).toMatchObject([{ copies: 5, settings: { gap: '0', D: '10', S: '3' } }])
  })

  test('says what parts labels, how they are turned and where they are cut, and nothing that was not asked', () => {
    expect(latin1(encodeEpl2(small, { sensing: 'mark', gap: 32, turn: 180, finish: 'cut', copies: 2 }))).toBe(
      '\nq9\nQ2,B32,0\nZB\nN\nGW0,0,2,2,\x0a\x7f\x0d\xff\nP1\nC\nP1\nC\n',
    )
    const turned = printEpl2(encodeEpl2(small, { sensing: 'mark', turn: 180, finish: 'cut', copies: 3 }))
    expect(turned).toHaveLength(3)
    for (const label of turned) {
      expect(label).toMatchObject({ copies: 1, cut: true, settings: { gap: 'B24', Z: 'B' } })
      expect(difference(label.paper, paperOf(small))).toBeUndefined()
    }
    expect(printEpl2(encodeEpl2(small, { turn: 0 }))).toMatchObject([{ settings: { Z: 'T' }, cut: false }])
    expect(printEpl2(encodeEpl2(small))[0]?.settings).toEqual({ gap: '24' })
  })

  test.each<[Epl2Options, string]>([
    [{ gap: 0, sensing: 'mark' }, 'gap'],
    [{ gap: 15 }, 'gap'],
    [{ gap: 241 }, 'gap'],
    [{ copies: 65_536 }, 'copies'],
    [{ density: 16 }, 'density'],
    [{ speed: 7 }, 'speed'],
  ])('refuses %o', (options, option) => {
    expect(() => encodeEpl2(small, options)).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-option', option }) }),
    )
  })

  test('refuses a label longer than a form can be', () => {
    const bitmap = { width: 8, height: 65_536, stride: 1, data: new Uint8Array(65_536) }
    expect(() => encodeEpl2(bitmap)).toThrow(expect.objectContaining({ code: 'too-long' }))
  })

  test('ignores what lies beyond the width', () => {
    const beyond = [0x00, 0x7f, 0xff, 0xff]
    const dirty = { ...small, data: small.data.map((byte, at) => byte | beyond[at % 4]!) }
    expect(encodeEpl2(dirty)).toEqual(encodeEpl2(small))
  })

  test.each(HOSTILE)('refuses %s', (_, bitmap) => {
    expect(() => encodeEpl2(bitmap)).toThrow(expect.objectContaining({ code: 'bad-bitmap' }))
  })

  test('a label is read back from what comes out', async () => {
    const [label] = printEpl2(encodeEpl2(await qrBitmap()))
    expect(textsOf(await scanner.scan(pixelsOf(label!.paper)))).toEqual([CODE])
  })
})
