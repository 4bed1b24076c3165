import { HEIGHT, WIDTH } from './size.ts'

// ITU-T T.81, table K.1: the quantisation of luminance that nearly every encoder scales.
const TABLE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]
const SIDE = 8

/** What JPEG leaves of a grey picture: each block of 8 × 8 as its quantised cosines, without the lossless rest. */
export function compress(pixels: Uint8Array, quality: number): Uint8Array {
  // As libjpeg does it.
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
  const steps = TABLE.map((value) => Math.max(1, Math.min(255, Math.floor((value * scale + 50) / 100))))
  const made = new Uint8ClampedArray(pixels.length)
  const block = new Float32Array(SIDE * SIDE)
  for (let top = 0; top < HEIGHT; top += SIDE) {
    for (let left = 0; left < WIDTH; left += SIDE) {
      for (let i = 0; i < block.length; i++)
        block[i] = (pixels[(top + (i >> 3)) * WIDTH + left + (i & 7)] as number) - 128
      const cosines = transform(block, COSINES)
      for (let i = 0; i < block.length; i++) {
        const step = steps[i] as number
        cosines[i] = Math.round((cosines[i] as number) / step) * step
      }
      const back = transform(cosines, TRANSPOSED)
      for (let i = 0; i < block.length; i++)
        made[(top + (i >> 3)) * WIDTH + left + (i & 7)] = (back[i] as number) + 128
    }
  }
  return Uint8Array.from(made)
}

/** Rows of the discrete cosine transform (A.3.3). */
const COSINES = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [u, x] = [i >> 3, i & 7]
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16)
})
const TRANSPOSED = Float32Array.from(COSINES, (_, i) => COSINES[(i & 7) * SIDE + (i >> 3)] as number)

/** `rows` × `block` × the transpose of `rows`. */
function transform(block: Float32Array, rows: Float32Array): Float32Array {
  return product(rows, product(block, rows, true), false)
}

function product(a: Float32Array, b: Float32Array, isTransposed: boolean): Float32Array {
  const made = new Float32Array(SIDE * SIDE)
  for (let i = 0; i < SIDE; i++) {
    for (let j = 0; j < SIDE; j++) {
      let sum = 0
      for (let k = 0; k < SIDE; k++)
        sum += (a[i * SIDE + k] as number) * (b[isTransposed ? j * SIDE + k : k * SIDE + j] as number)
      made[i * SIDE + j] = sum
    }
  }
  return made
}
