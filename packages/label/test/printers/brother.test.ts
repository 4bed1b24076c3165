import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import type { Bitmap } from '../../src/raster/bitmap.ts'
import {
  brotherMedia,
  brotherMediaNames,
  encodeBrother,
  type BrotherMediaName,
} from '../../src/printers/brother.ts'
import { packBits } from '../../src/printers/pack-bits.ts'
import { printBrother } from './brother-printer.ts'
import { blankPaper, difference, paperOf, pixelsOf, putDot, type Paper } from './paper.ts'
import { anyBitmap, CODE, HOSTILE, qrBitmap } from './samples.ts'

const scanner = createScanner()

/** Pins left of the printable part, its pins, pins right of it: the table of 2.3.5 Raster line. */
const TAPES = {
  12: [585, 106, 29],
  29: [408, 306, 6],
  38: [295, 413, 12],
  50: [154, 554, 12],
  54: [130, 590, 0],
  62: [12, 696, 12],
} as const

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')

const blank = (width: number, height: number): Bitmap => {
  const stride = Math.ceil(width / 8)
  return { width, height, stride, data: new Uint8Array(stride * height) }
}

function withDots(bitmap: Bitmap, ...dots: (readonly [x: number, y: number])[]): Bitmap {
  const data = bitmap.data.slice()
  for (const [x, y] of dots) data[y * bitmap.stride + (x >> 3)]! |= 0x80 >> (x & 7)
  return { ...bitmap, data }
}

function moved(paper: Paper, width: number, height: number, x: number, y: number): Paper {
  const result = blankPaper(width, height)
  paper.dots.forEach((dot, at) => {
    if (dot === 1) putDot(result, x + (at % paper.width), y + Math.floor(at / paper.width), true)
  })
  return result
}

describe('encodeBrother', () => {
  test('writes the job as the manual has it', () => {
    const job = encodeBrother(withDots(blank(306, 991), [0, 0], [305, 990]), {
      media: '29x90',
      quality: false,
    })
    // The manual's example of 2.1, for the starting page of 29 × 90 mm labels, with the recovery flag on.
    const head = '1b40 1b696101 1b697a8e0b1d5adf0300000000'
    const controls = '1b694d40 1b694101 1b694b08 1b69640000'
    const opening = bytes(`${'00'.repeat(400)} ${head} ${controls}`)
    expect(Buffer.compare(job.subarray(0, opening.length), opening)).toBe(0)
    const lines = job.subarray(opening.length)
    expect(lines.length).toBe(991 * 93 + 1)
    // Leftmost dot: pin 6 + 305 = 311, the last of byte 38; rightmost dot: pin 6 of byte 0.
    expect(
      Buffer.compare(lines.subarray(0, 93), bytes(`67005a ${'00'.repeat(38)} 01 ${'00'.repeat(51)}`)),
    ).toBe(0)
    expect(Buffer.compare(lines.subarray(-94), bytes(`67005a 02 ${'00'.repeat(89)} 1a`))).toBe(0)
  })

  test.each(Object.entries(TAPES))(
    'prints exactly the dots on the printable part of %s mm',
    (name, [left, pins, right]) => {
      expect(left + pins + right).toBe(720)
      fc.assert(
        fc.property(anyBitmap(pins, 30), fc.boolean(), (bitmap, compress) => {
          const [page] = printBrother(encodeBrother(bitmap, { media: name as BrotherMediaName, compress }))
          const x = left + Math.floor((pins - bitmap.width) / 2)
          const expected = moved(paperOf(bitmap), 720, 150, x, 0)
          expect(difference(page!.paper, expected)).toBeUndefined()
          expect(page).toMatchObject({
            kind: 'continuous',
            width: Number(name),
            length: 0,
            margin: 35,
            compressed: compress,
          })
        }),
        { numRuns: 40 },
      )
    },
  )

  test('a label drawn for the whole stock loses its white margins only', () => {
    // 62 × 29 mm at 300 dpi is 732 × 342 dots; 696 × 271 of them can be printed.
    const [left, top] = [18, 36]
    const corners = [
      [left, top],
      [left + 695, top],
      [left, top + 270],
      [left + 695, top + 270],
    ] as const
    const label = withDots(blank(732, 342), ...corners)
    const [page] = printBrother(encodeBrother(label, { media: '62x29' }))
    const expected = moved(paperOf(label), 720, 271, 12 - left, -top)
    expect(difference(page!.paper, expected)).toBeUndefined()
    expect(expected.dots.filter((dot) => dot === 1)).toHaveLength(4)
    expect(page).toMatchObject({ kind: 'die-cut', width: 62, length: 29, margin: 0, first: true, last: true })
  })

  test.each([
    ['left', [17, 100]],
    ['right', [714, 100]],
    ['top', [100, 35]],
    ['bottom', [100, 307]],
    ['far left', [0, 100]],
    ['far right', [731, 100]],
  ] as const)('refuses a dot too far %s', (_, dot) => {
    expect(() => encodeBrother(withDots(blank(732, 342), dot), { media: '62x29' })).toThrow(
      expect.objectContaining({
        issue: { kind: 'misuse', code: 'off-media', media: '62x29', width: 696, height: 271 },
      }),
    )
  })

  test('fills a short label up to the shortest, and refuses one too long', () => {
    const [page] = printBrother(encodeBrother(withDots(blank(8, 1), [0, 0]), { media: '62' }))
    expect(page!.paper.height).toBe(150)
    expect(printBrother(encodeBrother(blank(8, 11_811), { media: '62' }))[0]!.paper.height).toBe(11_811)
    expect(() => encodeBrother(blank(8, 11_812), { media: '62' })).toThrow(
      expect.objectContaining({ issue: { kind: 'misuse', code: 'too-long', height: 11_812, most: 11_811 } }),
    )
  })

  test.each(brotherMediaNames)('%s mm fits the head, and its corners are printed', (name) => {
    const media = brotherMedia(name)
    expect(media.offset + media.printableWidth).toBeLessThanOrEqual(720)
    const [right, bottom] = [media.printableWidth - 1, Math.min(media.printableLength, 500) - 1]
    const height = media.kind === 'die-cut' ? media.printableLength : 500
    const label = withDots(
      blank(media.printableWidth, height),
      [0, 0],
      [right, 0],
      [0, bottom],
      [right, bottom],
    )
    const [page] = printBrother(encodeBrother(label, { media: name, compress: true }))
    expect(page!.paper.dots.filter((dot) => dot === 1)).toHaveLength(4)
    expect(page).toMatchObject({ width: media.width, length: media.length, kind: media.kind })
  })

  test('prints copies as pages of one job', () => {
    const pages = printBrother(
      encodeBrother(blank(8, 200), { media: '29', copies: 3, cut: false, compress: true }),
    )
    expect(pages.map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ])
    expect(pages[0]).toMatchObject({ autoCut: false, cutAtEnd: false, cutEach: undefined, quality: true })
    expect(printBrother(encodeBrother(blank(8, 200), { media: '29' }))[0]).toMatchObject({
      autoCut: true,
      cutAtEnd: true,
      cutEach: 1,
    })
  })

  test.each([false, true])(
    'prints black on the roll for two colours, and nothing red, packed: %s',
    async (compress) => {
      const bitmap = await qrBitmap(CODE, 5, { width: 696, height: 271 })
      const job = encodeBrother(bitmap, { media: '62red', compress, copies: 2 })
      const pages = printBrother(job)
      expect(pages).toHaveLength(2)
      for (const page of pages) {
        expect(page).toMatchObject({
          kind: 'continuous',
          width: 62,
          length: 0,
          compressed: compress,
          cutAtEnd: true,
        })
        expect(difference(page.paper, moved(paperOf(bitmap), 720, 271, 12, 0))).toBeUndefined()
        expect(page.red?.dots).not.toContain(1)
      }
      expect(textsOf(await scanner.scan(pixelsOf(pages[0]!.paper)))).toEqual([CODE])
      // The same label in one colour has the same dots, and no line for red.
      const [single] = printBrother(encodeBrother(bitmap, { media: '62', compress }))
      expect(difference(single!.paper, pages[0]!.paper)).toBeUndefined()
      expect(single).not.toHaveProperty('red')
    },
  )

  test('writes the lines of two colours as the manual has them', () => {
    const job = encodeBrother(withDots(blank(8, 150), [0, 0]), { media: '62red' })
    // Both colours in the expanded mode; black, of the high energy, comes before red, of the low one.
    const lines = job.subarray(Buffer.from(job).indexOf(bytes('1b694b09 1b69642300')) + 9)
    expect(Buffer.from(lines.subarray(0, 3)).toString('hex')).toBe('77015a')
    expect(Buffer.from(lines.subarray(93, 186)).toString('hex')).toBe(`77025a${'00'.repeat(90)}`)
    expect(lines.length).toBe(150 * 186 + 1)
  })

  test('refuses stock that is not made, also by the names of what every object has', () => {
    for (const media of ['63', 'constructor', '']) {
      expect(() => encodeBrother(blank(8, 8), { media: media as '62' })).toThrow(
        expect.objectContaining({ issue: { kind: 'misuse', code: 'unknown-media', media } }),
      )
    }
    expect(() => encodeBrother(blank(8, 8), { media: '62', copies: 0 })).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    )
  })

  test.each(HOSTILE)('refuses %s', (_, bitmap) => {
    expect(() => encodeBrother(bitmap, { media: '62' })).toThrow(
      expect.objectContaining({ code: 'bad-bitmap' }),
    )
  })

  test('a label is read back from what comes out, not mirrored', async () => {
    const bitmap = await qrBitmap(CODE, 5, { width: 696, height: 271 })
    const [page] = printBrother(encodeBrother(bitmap, { media: '62x29', compress: true }))
    expect(difference(page!.paper, moved(paperOf(bitmap), 720, 271, 12, 0))).toBeUndefined()
    expect(textsOf(await scanner.scan(pixelsOf(page!.paper)))).toEqual([CODE])
  })
})

describe('packBits', () => {
  test("packs the manual's example", () => {
    const row = [...Array<number>(20).fill(0), 0x22, 0x22, 0x23, 0xba, 0xbf, 0xa2, 0x22, 0x2b]
    expect(Buffer.from(packBits(Uint8Array.from(row))).toString('hex')).toBe('ed00ff220523babfa2222b')
  })

  test('never takes more than a byte above the row', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 90, maxLength: 90 }), (row) => {
        expect(packBits(row).length).toBeLessThanOrEqual(91)
      }),
    )
  })
})
