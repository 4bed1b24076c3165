import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createEpl2Row } from '../../src/printers/epl2.ts'
import { createTsplRow } from '../../src/printers/tspl.ts'
import { createNativeZplRow, createZplRow, encodeZpl, type PrintRow } from '../../src/printers/zpl.ts'
import type { Bitmap } from '../../src/raster/bitmap.ts'
import { printEpl2 } from './epl2-printer.ts'
import { blankPaper, difference, type Paper, paperOf, pixelsOf, putDot } from './paper.ts'
import { anyBitmap, CODE, qrBitmap } from './samples.ts'
import { printTspl } from './tspl-printer.ts'
import { printZpl } from './zpl-printer.ts'

interface Size {
  readonly width: number
  readonly height: number
}

interface Language {
  readonly row: (size: Size) => PrintRow
  readonly print: (stream: Uint8Array) => readonly { readonly paper: Paper }[]
}

const LANGUAGES: readonly (readonly [string, Language])[] = [
  ['ZPL', { row: (size) => createZplRow(size), print: printZpl }],
  ['plain ZPL', { row: (size) => createZplRow(size, { compress: false }), print: printZpl }],
  [
    'TSPL',
    {
      row: ({ width, height }) => createTsplRow({ stock: { width: width / 8, height: height / 8 } }),
      print: (stream) => printTspl(stream, 8),
    },
  ],
  ['EPL2', { row: (size) => createEpl2Row(size), print: printEpl2 }],
]

/** The dots of labels on one paper, each at its place. */
function sideBySide(size: Size, labels: readonly (readonly [bitmap: Bitmap, left: number])[]): Paper {
  const paper = blankPaper(size.width, size.height)
  for (const [bitmap, left] of labels) {
    const { width, height, dots } = paperOf(bitmap)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) putDot(paper, left + x, y, dots[y * width + x] === 1)
  }
  return paper
}

/** Compared as a whole: member by member takes a second. */
function isSame(these: Uint8Array, those: Uint8Array): boolean {
  return Buffer.compare(these, those) === 0
}

const OTHER_CODE = CODE.replace('0004', '0005')
let one: Bitmap
let other: Bitmap

beforeAll(async () => {
  one = await qrBitmap()
  other = await qrBitmap(OTHER_CODE)
})

describe.each(LANGUAGES)('labels side by side in %s', (_, { row, print }) => {
  test('are one print of exactly their dots, wherever they are', () => {
    const labels = fc.array(fc.tuple(anyBitmap(60, 20), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(labels, (given) => {
        let end = 0
        const placed = given.map(([bitmap, gap]) => {
          const left = end + gap
          end = left + bitmap.width
          return [bitmap, left] as const
        })
        const size = { width: end + 1, height: Math.max(...given.map(([{ height }]) => height)) }
        const { opening, closing, label } = row(size)
        const bytes = placed.map(([bitmap, left]) => label(bitmap, left))
        const prints = print(Buffer.concat([opening, ...bytes, closing, opening, closing]))
        expect(prints).toHaveLength(2)
        expect(difference(prints[0]!.paper, sideBySide(size, placed))).toBeUndefined()
        // A row of which all labels are missing is blank.
        expect(prints[1]!.paper.dots).not.toContain(1)
      }),
      { numRuns: 40 },
    )
  })

  test('are the same bytes when one is drawn at its place, or moved there', () => {
    const { label, moved } = row({ width: 700, height: 180 })
    expect(isSame(moved(label(one, 0), 316), label(one, 316))).toBe(true)
    expect(isSame(moved(label(one, 316), -316), label(one, 0))).toBe(true)
    expect(isSame(moved(label(one, 20), 0), label(one, 20))).toBe(true)
  })

  test('are read back, each from its place', async () => {
    const { opening, closing, label } = row({ width: 616, height: 180 })
    const [printed] = print(Buffer.concat([opening, label(one, 0), label(other, 316), closing]))
    const found = textsOf(await createScanner().scan(pixelsOf(printed!.paper)))
    expect([...found].sort()).toEqual([CODE, OTHER_CODE].sort())
  })

  test('lie on the roll', () => {
    const { label } = row({ width: 616, height: 180 })
    for (const left of [-1, 0.5, 70_000])
      expect(() => label(one, left)).toThrow(
        expect.objectContaining({ issue: expect.objectContaining({ code: 'bad-option', option: 'left' }) }),
      )
  })
})

test('a label whose graphic takes several fields is moved as a whole', () => {
  const bitmap = { width: 3200, height: 300, stride: 400, data: new Uint8Array(400 * 300).fill(0x55) }
  const { label, moved } = createZplRow({ width: 6420, height: 300 })
  const at = label(bitmap, 3210)
  expect(
    Buffer.from(at)
      .toString()
      .match(/\^FO3210,/g),
  ).toHaveLength(2)
  expect(isSame(moved(label(bitmap, 0), 3210), at)).toBe(true)
})

test('a row of one label is what a label by itself is', () => {
  const { opening, closing, label } = createZplRow(one, { copies: 3, darkness: 5 })
  const whole = encodeZpl(one, { copies: 3, darkness: 5 })
  expect(isSame(Buffer.concat([opening, label(one, 0), closing]), whole)).toBe(true)
})

describe('labels side by side that a ZPL printer draws itself', () => {
  const symbol = { text: CODE, errorCorrection: 'M', magnification: 4, x: 10, y: 12 } as const
  const texts = [{ text: 'A^FO1,2~B_', x: 20, y: 150, height: 20 }]
  const native = { width: 300, height: 180, symbols: [symbol], texts }
  const { opening, closing, label, moved } = createNativeZplRow({ width: 616, height: 180 })

  test('are one format, with the fields of each at its place', () => {
    const [printed, ...others] = printZpl(
      Buffer.concat([opening, label(native, 0), label(native, 316), closing]),
    )
    expect(others).toEqual([])
    expect(printed?.paper).toMatchObject({ width: 616, height: 180 })
    expect(printed?.symbols).toMatchObject([
      { x: 10, text: CODE },
      { x: 326, text: CODE },
    ])
    expect(printed?.texts).toMatchObject([
      { x: 20, text: 'A^FO1,2~B_' },
      { x: 336, text: 'A^FO1,2~B_' },
    ])
  })

  test('are moved with all their fields, and no text that looks like one', () => {
    expect(moved(label(native, 0), 316)).toEqual(label(native, 316))
    expect(moved(label(native, 316), -316)).toEqual(label(native, 0))
  })
})
