import type { Grey } from '../picture/grey.ts'

/**
 * Adds to each pixel so many times what it differs from its surroundings, the mean over `2 × reach + 1` pixels each
 * way, taken twice: mends blur of about `reach` pixels.
 */
export function unblur({ pixels, width, height }: Grey, reach: number, strength: number): Grey {
  const made = new Uint8Array(width * height)
  const near = surroundings(Float32Array.from(pixels), width, height, reach)
  const around = surroundings(near, width, height, reach)
  for (let i = 0; i < made.length; i++) {
    const here = pixels[i] as number
    made[i] = toByte(here + strength * (here - (around[i] as number)))
  }
  return { pixels: made, width, height }
}

/** Means over squares; beyond the edge, the edge goes on. */
function surroundings(from: Float32Array, width: number, height: number, reach: number): Float32Array {
  const side = 2 * reach + 1
  const rows = new Float32Array(from.length)
  for (let y = 0; y < height; y++) {
    const row = y * width
    let sum = 0
    for (let i = -reach; i <= reach; i++) sum += from[row + clamp(i, width)] as number
    for (let x = 0; x < width; x++) {
      rows[row + x] = sum / side
      sum +=
        (from[row + clamp(x + reach + 1, width)] as number) - (from[row + clamp(x - reach, width)] as number)
    }
  }
  const made = new Float32Array(from.length)
  const sums = new Float32Array(width)
  for (let i = -reach; i <= reach; i++) addRow(sums, rows, clamp(i, height) * width, 1)
  for (let y = 0; y < height; y++) {
    const row = y * width
    for (let x = 0; x < width; x++) made[row + x] = (sums[x] as number) / side
    addRow(sums, rows, clamp(y + reach + 1, height) * width, 1)
    addRow(sums, rows, clamp(y - reach, height) * width, -1)
  }
  return made
}

function addRow(sums: Float32Array, from: Float32Array, row: number, sign: number): void {
  for (let x = 0; x < sums.length; x++) sums[x] = (sums[x] as number) + sign * (from[row + x] as number)
}

/** The steps to the neighbours in the four directions that are tried. */
export const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const

/**
 * Adds to each pixel three times what it differs from the pixels before and behind it in one direction, weighted 1 2
 * 3 4 3 2 1 of 16: mends what was moved that way while the shutter was open. A rim of three pixels stays as it is.
 */
export function unshake({ pixels, width, height }: Grey, [dx, dy]: readonly [number, number]): Grey {
  const made = pixels.slice()
  const [one, two, three] = [1, 2, 3].map((far) => far * (dy * width + dx)) as [number, number, number]
  for (let y = RIM; y < height - RIM; y++) {
    for (let x = RIM; x < width - RIM; x++) {
      const at = y * width + x
      const here = pixels[at] as number
      const around =
        4 * here +
        3 * ((pixels[at - one] as number) + (pixels[at + one] as number)) +
        2 * ((pixels[at - two] as number) + (pixels[at + two] as number)) +
        (pixels[at - three] as number) +
        (pixels[at + three] as number)
      made[at] = toByte((64 * here - 3 * around) >> 4)
    }
  }
  return { pixels: made, width, height }
}

const RIM = 3

function clamp(at: number, length: number): number {
  return at < 0 ? 0 : at >= length ? length - 1 : at
}

function toByte(value: number): number {
  return value < 0 ? 0 : value > 0xff ? 0xff : value
}
