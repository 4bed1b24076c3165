import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import * as fc from 'fast-check'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import type { Bitmap } from '../../src/raster/bitmap.ts'

type Style = 'noise' | 'runs' | 'rows' | 'black' | 'white'

/** Bitmaps of every width, from noise to what labels look like, in memory as they may come. */
export function anyBitmap(maxWidth = 200, maxHeight = 40): fc.Arbitrary<Bitmap> {
  return fc
    .record({
      width: fc.integer({ min: 1, max: maxWidth }),
      height: fc.integer({ min: 1, max: maxHeight }),
      style: fc.constantFrom<Style>('noise', 'runs', 'rows', 'black', 'white'),
      seed: fc.integer({ min: 1, max: 0x7fffffff }),
      padding: fc.constantFrom(0, 1, 3, 8),
      skew: fc.constantFrom(0, 1, 4),
    })
    .map(({ width, height, style, seed, padding, skew }) => {
      const stride = Math.ceil(width / 8) + padding
      const data = new Uint8Array(stride * height + skew).subarray(skew)
      const next = generator(seed)
      for (let y = 0; y < height; y += 1) {
        let ink = next() & 1
        for (let x = 0; x < width; x += 1) {
          if (style === 'noise' || (next() & 15) === 0) ink = next() & 1
          if (style === 'black') ink = 1
          if (style === 'white') ink = 0
          const above = y > 0 && style === 'rows' && y % 3 !== 0
          const dot = above ? (data[(y - 1) * stride + (x >> 3)]! >> (7 - (x & 7))) & 1 : ink
          if (dot === 1) data[y * stride + (x >> 3)]! |= 0x80 >> (x & 7)
        }
      }
      return { width, height, stride, data }
    })
}

/** xorshift32, so that a failure is replayed by its seed alone. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 7
  }
}

export const CODE = 'LW:D0:70B3D57ED00A0001:70B3D57ED00A0004:00010001:OABCDEFGHIJKLMNOP:S000001:C1A2B'

/** A label of 300 × 180 dots: a symbol drawn by another's encoder, quiet zone and all, and some lines beside it. */
export async function qrBitmap(text = CODE, dots = 4, size = { width: 300, height: 180 }): Promise<Bitmap> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')
  const wasm = await readFile(path)
  prepareZXingModule({ overrides: { wasmBinary: wasm.buffer } })
  const { symbol } = await writeBarcode(text, {
    format: 'QRCode',
    ecLevel: 'M',
    scale: 1,
    addQuietZones: false,
  })
  const { width, height } = size
  const stride = Math.ceil(width / 8)
  const data = new Uint8Array(stride * height)
  const put = (x: number, y: number): void => {
    data[y * stride + (x >> 3)]! |= 0x80 >> (x & 7)
  }
  const left = 4 * dots + 3
  for (let y = 0; y < symbol.height * dots; y += 1) {
    for (let x = 0; x < symbol.width * dots; x += 1) {
      const dark = symbol.data[Math.floor(y / dots) * symbol.width + Math.floor(x / dots)] === 0
      if (dark) put(left + x, 4 * dots + y)
    }
  }
  for (let x = left + (symbol.width + 4) * dots; x < width - 20; x += 1)
    for (const y of [40, 41, 90]) put(x, y)
  return { width, height, stride, data }
}

/** Bitmaps that every emitter must refuse: sizes and data that contradict each other. */
export const HOSTILE: readonly (readonly [name: string, bitmap: Bitmap])[] = [
  ['too little data', { width: 16, height: 4, stride: 2, data: new Uint8Array(7) }],
  ['too much data', { width: 16, height: 4, stride: 2, data: new Uint8Array(9) }],
  ['a stride below the width', { width: 17, height: 4, stride: 2, data: new Uint8Array(8) }],
  ['no width', { width: 0, height: 4, stride: 2, data: new Uint8Array(8) }],
  ['no height', { width: 16, height: 0, stride: 2, data: new Uint8Array(0) }],
  ['a broken width', { width: 15.5, height: 4, stride: 2, data: new Uint8Array(8) }],
  ['a width that is no number', { width: Number.NaN, height: 4, stride: 2, data: new Uint8Array(8) }],
]
