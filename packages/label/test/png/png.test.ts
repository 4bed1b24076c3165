import { inflateSync, deflateSync } from 'node:zlib'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createLabeller, presets } from '@claimtag/label'
import { encodePng, encodeSymbolPng } from '@claimtag/label/png'
import { encodeQr } from '@claimtag/qr'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { type Bitmap, createBitmap } from '../../src/raster/bitmap.ts'
import { CODE, FIELDS, thrownBy } from '../samples.ts'

const scanner = createScanner()

/** Pictures like ours: rows that repeat, runs of bytes, and noise. */
const bitmaps = fc
  .record({
    width: fc.integer({ min: 1, max: 90 }),
    rows: fc.array(
      fc.record({
        bytes: fc.array(fc.oneof(fc.constantFrom(0, 255, 0x0f), fc.integer({ min: 0, max: 255 })), {
          maxLength: 12,
        }),
        times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 100, max: 400 })),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ width, rows }) => {
    const height = rows.reduce((sum, { times }) => sum + times, 0)
    const bitmap = createBitmap(width, height)
    let y = 0
    for (const { bytes, times } of rows) {
      for (let time = 0; time < times; time += 1, y += 1) writeRow(bitmap, y, bytes)
    }
    return bitmap
  })

function writeRow({ data, stride, width }: Bitmap, y: number, bytes: readonly number[]): void {
  for (let x = 0; x < width; x += 1) {
    if (((bytes[x >>> 3] ?? 0) << (x & 7)) & 0x80) data[y * stride + (x >>> 3)]! |= 0x80 >>> (x & 7)
  }
}

function chunks(png: Uint8Array): { type: string; data: Buffer }[] {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
  const found = []
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    found.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      data: bytes.subarray(at + 8, at + 8 + length),
    })
    at += length + 12
  }
  return found
}

const pictureData = (png: Uint8Array): Buffer => chunks(png).find(({ type }) => type === 'IDAT')!.data

/** The rows of a PNG: a filter byte, then white as 1. */
function rawRows({ width, height, stride, data }: Bitmap): Buffer {
  const rowBytes = (width + 7) >>> 3
  return Buffer.concat(
    Array.from({ length: height }, (_, y) =>
      Buffer.from([0, ...data.subarray(y * stride, y * stride + rowBytes).map((byte) => byte ^ 0xff)]),
    ),
  )
}

test('zlib inflates what is written, whatever the picture', () => {
  fc.assert(
    fc.property(bitmaps, (bitmap) => {
      // zlib checks the Adler-32 of what comes out.
      expect(inflateSync(pictureData(encodePng(bitmap, { dpi: 203 }))).equals(rawRows(bitmap))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('bytes that no training picture had are still written', () => {
  const bitmap = createBitmap(8 * 256, 3)
  for (let x = 0; x < 256; x += 1) bitmap.data[x] = bitmap.data[bitmap.stride * 2 + 255 - x] = (x * 167) & 255
  expect(inflateSync(pictureData(encodePng(bitmap, { dpi: 203 }))).equals(rawRows(bitmap))).toBe(true)
})

test('rows wider than Deflate reaches back', () => {
  const bitmap = createBitmap(8 * 33_000, 4)
  bitmap.data.fill(0x55)
  expect(inflateSync(pictureData(encodePng(bitmap, { dpi: 203 }))).equals(rawRows(bitmap))).toBe(true)
})

test('a bitmap that starts anywhere in its buffer', () => {
  const { data, ...rest } = createBitmap(70, 9)
  data.fill(0x5a)
  const shifted = new Uint8Array(data.length + 1)
  shifted.set(data, 1)
  const moved = { ...rest, data: shifted.subarray(1) }
  expect(encodePng(moved, { dpi: 203 })).toEqual(encodePng({ ...rest, data }, { dpi: 203 }))
})

test('a bitmap of any number of bytes a row', () => {
  const bitmap = createBitmap(70, 9)
  bitmap.data.set([0x12, 0xff, 0, 0x70], 12)
  const tight = { width: 70, height: 9, stride: 9, data: new Uint8Array(81) }
  for (let y = 0; y < 9; y += 1) tight.data.set(bitmap.data.subarray(y * 12, y * 12 + 9), y * 9)
  expect(encodePng(tight, { dpi: 203 })).toEqual(encodePng(bitmap, { dpi: 203 }))
})

test('sharp, which checks every sum, sees the same dots and the resolution', async () => {
  const bitmap = createLabeller(presets['device-50x25']!, { dpi: 203 }).draw(CODE, FIELDS)
  const image = sharp(encodePng(bitmap, { dpi: 203 }), { failOn: 'warning' })
  expect(await image.metadata()).toMatchObject({
    format: 'png',
    width: 400,
    height: 200,
    density: 203,
    bitsPerSample: 1,
  })
  const { data, info } = await image.greyscale().raw().toBuffer({ resolveWithObject: true })
  for (let y = 0; y < 200; y += 1) {
    for (let x = 0; x < 400; x += 1) {
      const black = ((bitmap.data[y * bitmap.stride + (x >>> 3)]! << (x & 7)) & 0x80) !== 0
      if (data[(y * 400 + x) * info.channels] !== (black ? 0 : 255)) throw new Error(`dot ${x}, ${y} differs`)
    }
  }
})

test.each([
  [203, 8000],
  [300, 11_811],
  [600, 23_622],
])('at %i dpi a metre has %i dots', (dpi, perMetre) => {
  const physical = chunks(encodePng(createBitmap(8, 8), { dpi })).find(({ type }) => type === 'pHYs')!.data
  expect([physical.readUInt32BE(0), physical.readUInt32BE(4), physical[8]]).toEqual([perMetre, perMetre, 1])
})

describe('a symbol alone', () => {
  const options = fc.record({
    dots: fc.integer({ min: 1, max: 12 }),
    quietZone: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
    dpi: fc.option(fc.constantFrom(203, 300), { nil: undefined }),
  })

  test('has each module as so many dots, and its quiet zone', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80 }), options, (text, { dots, quietZone, dpi }) => {
        const symbol = encodeQr(text)
        const margin = quietZone ?? 4
        const side = (symbol.size + 2 * margin) * dots
        const bitmap = createBitmap(side, side)
        for (let y = 0; y < side; y += 1) {
          for (let x = 0; x < side; x += 1) {
            if (!symbol.get(Math.floor(x / dots) - margin, Math.floor(y / dots) - margin)) continue
            bitmap.data[y * bitmap.stride + (x >>> 3)]! |= 0x80 >>> (x & 7)
          }
        }
        const given = { dots, ...(quietZone === undefined ? {} : { quietZone }) }
        const png = encodeSymbolPng(symbol, dpi === undefined ? given : { ...given, dpi })
        expect(inflateSync(pictureData(png)).equals(rawRows(bitmap))).toBe(true)
        const [head, physical] = chunks(png)
        expect([head!.data.readUInt32BE(0), head!.data.readUInt32BE(4)]).toEqual([side, side])
        expect(physical!.type).toBe(dpi === undefined ? 'IDAT' : 'pHYs')
      }),
      { numRuns: 100 },
    )
  })

  test('of the largest version and a thousand dots a module', async () => {
    const symbol = encodeQr('0', { minVersion: 40 })
    const image = sharp(encodeSymbolPng(symbol, { dots: 1000 }), { limitInputPixels: false })
    expect(await image.metadata()).toMatchObject({ width: 185_000, height: 185_000 })
    const { data } = await image
      .extract({ left: 4000, top: 4500, width: 8000, height: 1 })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    // Across the finder pattern: seven dark modules, then the separator.
    expect([data[0], data[6999], data[7000]]).toEqual([0, 0, 255])
  })

  test('is read by another', async () => {
    const [found] = textsOf(await scanner.scan(encodeSymbolPng(encodeQr(CODE), { dots: 4 })))
    expect(found).toBe(CODE)
  })

  test.each([
    [{ dots: 0 }, 'dots'],
    [{ dots: 2.5 }, 'dots'],
    [{ dots: 1001 }, 'dots'],
    [{ dots: 4, quietZone: -1 }, 'quietZone'],
    [{ dots: 4, quietZone: 41 }, 'quietZone'],
    [{ dots: 4, quietZone: Number.NaN }, 'quietZone'],
  ])('is refused with %o', (wrong, option) => {
    expect(thrownBy(() => encodeSymbolPng(encodeQr('A'), wrong))).toMatchObject({
      code: 'bad-option',
      option,
    })
  })
})

describe('size', () => {
  const drawn = Object.values(presets).flatMap((template) =>
    [203, 300].flatMap((dpi) => {
      try {
        return [
          [`${template.name} at ${dpi} dpi`, createLabeller(template, { dpi }).draw(CODE, FIELDS)] as const,
        ]
      } catch {
        return []
      }
    }),
  )
  const symbols = [4, 8, 10].map((dots) => {
    const size = (45 * dots) / 8
    const template = {
      name: 's',
      stock: { width: size, height: size },
      elements: [{ type: 'qr', x: 0, y: 0, size }],
    } as const
    return [`symbol of ${dots} dots a module`, createLabeller(template, { dpi: 203 }).draw(CODE, {})] as const
  })
  test.each([...drawn, ...symbols])('%s stays within 1.5 times what zlib level 6 makes', (_, bitmap) => {
    const ours = pictureData(encodePng(bitmap, { dpi: 203 })).length
    expect(ours).toBeLessThanOrEqual(1.5 * deflateSync(rawRows(bitmap), { level: 6 }).length)
  })
})
