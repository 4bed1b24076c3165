import { createRequire } from 'node:module'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ready as readyRenderer, ZplApi } from 'zpl-renderer-js'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import type { Bitmap } from '../../src/raster/bitmap.ts'
import { encodeNativeZpl, encodeZpl, type NativeZplLabel, type ZplOptions } from '../../src/printers/zpl.ts'
import { createStreamBuffer } from '../../src/printers/stream-buffer.ts'
import { fillZplFrame, nativeZplFrame } from '../../src/printers/zpl-frame.ts'
import { difference, paperOf, pixelsOf, type Paper } from './paper.ts'
import { anyBitmap, CODE, HOSTILE, qrBitmap } from './samples.ts'
import { printZpl } from './zpl-printer.ts'

const scanner = createScanner()

const ascii = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const rows = (width: number, ...data: number[][]): Bitmap => ({
  width,
  height: data.length,
  stride: data[0]!.length,
  data: Uint8Array.from(data.flat()),
})

/** Another's renderer (Zebrash, in Go), which draws a stream as a Zebra printer would. */
let renderer: ZplApi

beforeAll(async () => {
  // Its ES build names a source map that is not shipped, at which the test runner complains.
  const { ready } = createRequire(import.meta.url)('zpl-renderer-js') as { ready: typeof readyRenderer }
  renderer = (await ready).api
})

async function rendered(zpl: string, width: number, height: number): Promise<Paper> {
  const base64 = await renderer.zplToBase64Async(zpl, width / 8, height / 8, 8)
  const image = sharp(Buffer.from(base64, 'base64')).flatten({ background: 'white' }).greyscale()
  const extract = { left: 0, top: 0, width, height }
  const { data } = await image.extract(extract).raw().toBuffer({ resolveWithObject: true })
  return { width, height, dots: Uint8Array.from(data, (grey) => (grey < 128 ? 1 : 0)) }
}

/** The stream of a label without anything to escape, put together from what the manual says. */
function written({ width, height, symbols, texts }: NativeZplLabel, options: ZplOptions): string {
  const { copies = 1, darkness, speed, offset = { x: 0, y: 0 } } = options
  return [
    darkness === undefined ? '' : `~SD${String(darkness).padStart(2, '0')}`,
    `^XA^PW${width}^LL${height}^LH${offset.x},${offset.y}`,
    speed === undefined ? '' : `^PR${speed}`,
    '^CI28^BY2,3,1',
    ...symbols.map(
      ({ text, errorCorrection, magnification, x, y }) =>
        `^FO${x},${y}^BQN,2,${magnification}^FH^FD${errorCorrection}A,${text}^FS`,
    ),
    ...texts.map(({ text, x, y, height: cell }) => `^FO${x},${y}^A0N,${cell}^FH^FD${text}^FS`),
    `^PQ${copies}^XZ\n`,
  ].join('')
}

const settingsOf = (options: ZplOptions) => printZpl(encodeZpl(rows(8, [0x81]), options))[0]!.settings

describe('encodeZpl', () => {
  test('writes the stream as the manual has it', () => {
    const bitmap = rows(12, [0xa5, 0x30], [0xa5, 0x30], [0x00, 0x00], [0xff, 0xf0])
    expect(ascii(encodeZpl(bitmap))).toBe('^XA^PW12^LL4^LH0,0^FO0,0^GFA,8,8,2,A530:,FFF0^FS^PQ1^XZ\n')
    expect(ascii(encodeZpl(bitmap, { compress: false }))).toBe(
      '^XA^PW12^LL4^LH0,0^FO0,0^GFA,8,8,2,A530A5300000FFF0^FS^PQ1^XZ\n',
    )
  })

  // ZPL II Programming Guide: "M6 is 6666666", "hB is 40 B's", "vMB is 327 B's"; whole bytes are counted, and 420
  // digits take two counts.
  test.each([
    ['one row of ones', rows(16, [0xff, 0xff]), 'JF'],
    ['a row that ends in ones', rows(24, [0x12, 0xff, 0xff]), '12JF'],
    ['a row that ends in zeros', rows(24, [0x10, 0x00, 0x00]), '10,'],
    ['6 equal digits and one more', rows(32, [0x66, 0x66, 0x66, 0x6b]), 'L66B'],
    ['40 equal digits', rows(168, [...Array<number>(20).fill(0xbb), 0x12]), 'hB12'],
    ['326 equal digits and one more', rows(1312, [...Array<number>(163).fill(0xbb), 0xb2]), 'vLBB2'],
    ['420 equal digits', rows(1688, [...Array<number>(210).fill(0xbb), 0x12]), 'zYBB12'],
    ['a first row that is blank', rows(8, [0], [0], [1]), ',:01'],
  ])('compresses %s', (_, bitmap, expected) => {
    expect(ascii(encodeZpl(bitmap))).toContain(`,${expected}^FS`)
  })

  test('prints exactly the dots of any bitmap', () => {
    fc.assert(
      fc.property(anyBitmap(), fc.boolean(), (bitmap, compress) => {
        const [label] = printZpl(encodeZpl(bitmap, { compress }))
        expect(difference(label!.paper, paperOf(bitmap))).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  test('takes a label larger than one graphic field apart', () => {
    const [width, height] = [1181, 1772]
    const stride = Math.ceil(width / 8)
    const data = Uint8Array.from({ length: stride * height }, (_, i) => (i % stride === 147 ? 0xf8 : i % 251))
    const bitmap = { width, height, stride, data }
    const zpl = encodeZpl(bitmap)
    expect(ascii(zpl).match(/\^GFA,\d+/g)).toEqual(['^GFA,99900', '^GFA,99900', '^GFA,62456'])
    expect(difference(printZpl(zpl)[0]!.paper, paperOf(bitmap))).toBeUndefined()
  })

  test('begins no field with a repeated row, however large the label', () => {
    const bitmap = { width: 800, height: 1200, stride: 100, data: new Uint8Array(120_000).fill(0xff) }
    const zpl = encodeZpl(bitmap)
    expect(ascii(zpl).match(/\^GFA,\d+,\d+,100,[^:]+:/g)).toHaveLength(2)
    expect(difference(printZpl(zpl)[0]!.paper, paperOf(bitmap))).toBeUndefined()
  })

  test('ignores what lies beyond the width', () => {
    const [clean, dirty] = [rows(4, [0xf0, 0x00], [0x50, 0x00]), rows(4, [0xff, 0xff], [0x5f, 0xff])]
    for (const compress of [true, false]) {
      expect(ascii(encodeZpl(dirty, { compress }))).toBe(ascii(encodeZpl(clean, { compress })))
    }
  })

  test('leaves a label alone when the next one is made', () => {
    const first = encodeZpl(rows(8, [0x81]))
    const before = ascii(first)
    encodeZpl(rows(800, Array<number>(100).fill(0x5a)))
    expect(ascii(first)).toBe(before)
    expect(ascii(encodeZpl(rows(8, [0x81])))).toBe(before)
  })

  test('carries settings', () => {
    const options = { copies: 12, darkness: 7, speed: 4, offset: { x: 16, y: 8 } }
    const zpl = encodeZpl(rows(8, [0x81]), options)
    expect(ascii(zpl)).toMatch(/^~SD07\^XA\^PW8\^LL1\^LH16,8\^PR4\^FO/)
    expect(printZpl(zpl)).toMatchObject([{ copies: 12, settings: { darkness: '07', speed: '4' } }])
  })

  test('says how the printer turns, finishes and tells labels, and nothing that was not asked', () => {
    expect(settingsOf({ turn: 180, finish: 'cut', sensing: 'mark' })).toEqual({
      orientation: 'I',
      mode: 'C',
      media: 'M',
    })
    expect(settingsOf({ turn: 0, finish: 'peel', sensing: 'gap' })).toEqual({
      orientation: 'N',
      mode: 'P',
      media: 'W',
    })
    expect(settingsOf({ finish: 'tear', sensing: 'none' })).toEqual({ mode: 'T', media: 'N' })
    expect(settingsOf({})).toEqual({})
  })

  test.each<[ZplOptions, string]>([
    [{ copies: 0 }, 'copies'],
    [{ copies: 1.5 }, 'copies'],
    [{ darkness: 31 }, 'darkness'],
    [{ speed: 0 }, 'speed'],
    [{ offset: { x: -1, y: 0 } }, 'offset.x'],
    [{ offset: { x: 0, y: 32_001 } }, 'offset.y'],
  ])('refuses %o', (options, option) => {
    expect(() => encodeZpl(rows(8, [0x81]), options)).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-option', option }) }),
    )
  })

  test.each(HOSTILE)('refuses %s', (_, bitmap) => {
    expect(() => encodeZpl(bitmap)).toThrow(expect.objectContaining({ code: 'bad-bitmap' }))
  })

  test('another renderer draws the same dots', async () => {
    const bitmaps = fc.sample(anyBitmap(160, 40), { numRuns: 60, seed: 11 })
    for (const bitmap of bitmaps) {
      for (const compress of [true, false]) {
        const zpl = ascii(encodeZpl(bitmap, { compress }))
        // oxlint-disable-next-line no-await-in-loop -- the renderer draws one label at a time
        const paper = await rendered(zpl, bitmap.width, bitmap.height)
        expect([zpl, difference(paper, paperOf(bitmap))]).toEqual([zpl, undefined])
      }
    }
  })

  test('a label is read back from what either draws', async () => {
    const bitmap = await qrBitmap()
    const zpl = encodeZpl(bitmap)
    const other = await rendered(ascii(zpl), bitmap.width, bitmap.height)
    expect(difference(other, paperOf(bitmap))).toBeUndefined()
    expect(textsOf(await scanner.scan(pixelsOf(printZpl(zpl)[0]!.paper)))).toEqual([CODE])
    expect(textsOf(await scanner.scan(pixelsOf(other)))).toEqual([CODE])
  })
})

describe('encodeNativeZpl', () => {
  const label = {
    width: 400,
    height: 200,
    symbols: [{ text: CODE, errorCorrection: 'M', magnification: 4, x: 20, y: 20 }],
    texts: [{ text: 'DevEUI 70B3 D57E', x: 200, y: 40, height: 30 }],
  } as const

  test('writes the stream as the manual has it', () => {
    expect(ascii(encodeNativeZpl(label, { copies: 2 }))).toBe(
      `^XA^PW400^LL200^LH0,0^CI28^BY2,3,1^FO20,20^BQN,2,4^FH^FDMA,${CODE}^FS` +
        '^FO200,40^A0N,30^FH^FDDevEUI 70B3 D57E^FS^PQ2^XZ\n',
    )
  })

  test('a thin space, which printers have not, is a space in words and refused in a code', () => {
    const texts = [{ ...label.texts[0], text: '70B3\u2009D57E' }]
    expect(ascii(encodeNativeZpl({ ...label, texts }))).toContain('^FD70B3 D57E^FS')
    const symbols = [{ ...label.symbols[0], text: '70B3\u2009D57E' }]
    expect(() => encodeNativeZpl({ ...label, symbols })).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-character', position: 4 }) }),
    )
  })

  const dots = fc.integer({ min: 10, max: 12 })
  const content = fc.stringMatching(/^[A-Z0-9]{0,300}$/)
  const field = { text: content, x: dots, y: dots }
  const anySymbol = fc.record({
    ...field,
    errorCorrection: fc.constantFrom('L', 'M', 'Q', 'H'),
    magnification: fc.integer({ min: 9, max: 10 }),
  })
  const labels = fc.record({
    width: dots,
    height: dots,
    symbols: fc.array(anySymbol, { maxLength: 2 }),
    texts: fc.array(fc.record({ ...field, height: dots }), { maxLength: 2 }),
  })
  const setting = fc.option(dots, { nil: undefined })
  const offset = fc.option(fc.record({ x: dots, y: dots }), { nil: undefined })
  const settings = fc.record({ copies: setting, darkness: setting, speed: setting, offset })

  test('writes any label and any setting as the manual has it', () => {
    fc.assert(
      fc.property(labels, settings, (one, options) => {
        expect(ascii(encodeNativeZpl(one, options))).toBe(written(one, options))
      }),
    )
  })

  const buffer = createStreamBuffer()

  test('a frame holds any label with the same places, until the next one is made', () => {
    fc.assert(
      fc.property(labels, fc.infiniteStream(content), (one, says) => {
        const next = (): string => says.next().value as string
        const other = {
          ...one,
          symbols: one.symbols.map((symbol) => ({ ...symbol, text: next() })),
          texts: one.texts.map((words) => ({ ...words, text: next() })),
        }
        const codes = other.symbols.map(({ text }) => text)
        const texts = other.texts.map(({ text }) => text)
        expect(ascii(fillZplFrame(buffer, nativeZplFrame(one), { codes, texts }))).toBe(written(other, {}))
      }),
    )
  })

  test.each([
    [{ codes: [], texts: ['A'] }, 'codes'],
    [{ codes: [CODE, CODE], texts: [] }, 'codes'],
    [{ codes: [CODE], texts: [] }, 'texts'],
    [{ codes: [CODE], texts: ['A', 'B'] }, 'texts'],
  ])('a frame refuses what it has no place for, and does not stay empty: %j', (data, what) => {
    expect(() => fillZplFrame(buffer, nativeZplFrame(label), data)).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-option', option: what }) }),
    )
  })

  test('a label is in memory of its own', () => {
    const own = encodeNativeZpl(label)
    encodeNativeZpl({ ...label, texts: [] })
    expect(ascii(own)).toBe(written(label, {}))
    expect(own.buffer.byteLength).toBe(own.length)
  })

  test('any text reaches the printer, and begins no command', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\p{Cc}\p{Cs}]/u.test(value))
    const printable = fc.stringMatching(/^[ -~]*$/)
    fc.assert(
      fc.property(text, printable, (shown, coded) => {
        const zpl = encodeNativeZpl({
          ...label,
          symbols: [{ ...label.symbols[0], text: coded }],
          texts: [{ ...label.texts[0], text: shown }],
        })
        expect(zpl.every((byte) => byte === 10 || (byte >= 32 && byte < 127))).toBe(true)
        expect(printZpl(zpl)).toMatchObject([
          {
            symbols: [{ x: 20, y: 20, magnification: 4, level: 'M', mode: 'A', text: coded }],
            // A printer's font has no thin space.
            texts: [{ x: 200, y: 40, height: 30, text: shown.replaceAll('\u2009', ' ') }],
          },
        ])
      }),
    )
  })

  test('what looks like an escape stays text', () => {
    const text = 'a_5Eb_^~c__7E'
    const zpl = encodeNativeZpl({
      ...label,
      symbols: [{ ...label.symbols[0], text }],
      texts: [{ ...label.texts[0], text }],
    })
    expect(ascii(zpl)).toContain('^FDMA,a_5F5Eb_5F_5E_7Ec_5F_5F7E^FS')
    expect(printZpl(zpl)).toMatchObject([{ symbols: [{ text }], texts: [{ text }] }])
  })

  test.each([
    ['a control character', 'texts', 'A\u0007', 1],
    ['a line break', 'texts', '\n', 0],
    ['half a character', 'texts', 'AB\ud83d', 2],
    ['a symbol beyond ASCII', 'symbols', 'Ä', 0],
  ])('refuses %s', (_, list, text, position) => {
    const faulty = { ...label, [list]: [{ ...label[list as 'texts'][0], text }] }
    expect(() => encodeNativeZpl(faulty)).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-character', position }) }),
    )
  })

  test.each(['magnification', 'x', 'y'])('refuses a symbol whose %s the command does not take', (option) => {
    const symbols = [{ ...label.symbols[0], [option]: -1 }]
    expect(() => encodeNativeZpl({ ...label, symbols })).toThrow(
      expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-option', option }) }),
    )
  })

  test('a renderer draws a symbol that reads', async () => {
    const escaping = `${CODE}_^~`
    const symbols = [{ ...label.symbols[0], text: escaping }]
    const paper = await rendered(ascii(encodeNativeZpl({ ...label, symbols })), label.width, label.height)
    expect(textsOf(await scanner.scan(pixelsOf(paper)))).toEqual([escaping])
  })
})
