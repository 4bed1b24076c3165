import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sample, type Dots } from '../../src/read-back/dots.ts'

const pictures: fc.Arbitrary<Dots> = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 12 }),
    spare: fc.nat(2),
  })
  .chain(({ width, height, spare }) => {
    const stride = ((width + 7) >>> 3) + spare
    // Few values, so that many rows are alike, wholly or in part.
    const data = fc.uint8Array({ minLength: stride * height, maxLength: stride * height, max: 1 })
    return fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      stride: fc.constant(stride),
      data: data.map((bytes) => bytes.map((byte, index) => (index % 3 === 0 ? -byte : byte))),
      dark: fc.constantFrom(0, 1),
    })
  })

const places = fc.int32Array({ min: -5, max: 45, minLength: 1, maxLength: 30 })

/** One dot after the other. */
function slowly(
  { width, height, stride, data, dark }: Dots,
  columns: Int32Array,
  rows: Int32Array,
): number[] {
  const pixels: number[] = []
  for (const y of rows) {
    for (const x of columns) {
      const isInside = x >= 0 && x < width && y >= 0 && y < height
      const bit = isInside ? ((data[y * stride + (x >>> 3)] ?? 0) >>> (7 - (x & 7))) & 1 : 1 - dark
      pixels.push(bit === dark ? 0 : 255)
    }
  }
  return pixels
}

test('the pixels are the dots at the crossings, whatever rows are alike', () => {
  fc.assert(
    fc.property(pictures, places, places, (dots, columns, rows) => {
      const pixels = new Uint8Array(columns.length * rows.length + 3)
      const { grey, width, height } = sample(dots, columns, rows, pixels)
      expect([width, height]).toEqual([columns.length, rows.length])
      expect(Array.from(grey)).toEqual(slowly(dots, columns, rows))
    }),
    { numRuns: 500 },
  )
})
