import type { Grey } from '../picture/grey.ts'

// Each makes a new picture of grey pixels. `into`, when given, is the memory for it: at least as many bytes.

/** Twice as large, bilinear: each new pixel lies a quarter away from an old one, hence the weights 9 3 3 1 of 16. */
export function enlarge({ pixels, width, height }: Grey, into?: Uint8Array): Grey {
  const [wide, high] = [width * 2, height * 2]
  const made = memory(into, wide * high)
  for (let y = 0; y < high; y++) {
    const near = (y >> 1) * width
    const far = clamp((y >> 1) + ((y & 1) === 0 ? -1 : 1), height) * width
    let at = y * wide
    let left = 3 * (pixels[near] as number) + (pixels[far] as number)
    let here = left
    for (let x = 1; x <= width; x++) {
      const right = x < width ? 3 * (pixels[near + x] as number) + (pixels[far + x] as number) : here
      made[at++] = (3 * here + left + 8) >> 4
      made[at++] = (3 * here + right + 8) >> 4
      left = here
      here = right
    }
  }
  return { pixels: made, width: wide, height: high }
}

/** Half as large, each new pixel the mean of four. */
export function halve({ pixels, width, height }: Grey, into?: Uint8Array): Grey {
  const [wide, high] = [width >> 1, height >> 1]
  const made = memory(into, wide * high)
  let at = 0
  for (let y = 0; y < high; y++) {
    let upper = 2 * y * width
    let lower = upper + width
    for (let x = 0; x < wide; x++, upper += 2, lower += 2) {
      const above = (pixels[upper] as number) + (pixels[upper + 1] as number)
      made[at++] = (above + (pixels[lower] as number) + (pixels[lower + 1] as number) + 2) >> 2
    }
  }
  return { pixels: made, width: wide, height: high }
}

/** Adds a quarter of what a pixel differs from each of its four neighbours: mends softness, and ruins noise. */
export function sharpen({ pixels, width, height }: Grey, into?: Uint8Array): Grey {
  const made = memory(into, width * height)
  for (let y = 0; y < height; y++) {
    const row = y * width
    const above = clamp(y - 1, height) * width
    const below = clamp(y + 1, height) * width
    let left = pixels[row] as number
    let here = left
    for (let x = 0; x < width; x++) {
      const right = x + 1 < width ? (pixels[row + x + 1] as number) : here
      const around = (pixels[above + x] as number) + (pixels[below + x] as number) + left + right
      const value = 2 * here - (around >> 2)
      made[row + x] = value < 0 ? 0 : value > 0xff ? 0xff : value
      left = here
      here = right
    }
  }
  return { pixels: made, width, height }
}

/** Each pixel the mean of the 3 × 3 around it: takes noise away, and single dots that are missing. */
export function smooth({ pixels, width, height }: Grey, into?: Uint8Array): Grey {
  const made = memory(into, width * height)
  const columns = new Uint16Array(width)
  for (let y = 0; y < height; y++) {
    const row = y * width
    const above = clamp(y - 1, height) * width
    const below = clamp(y + 1, height) * width
    for (let x = 0; x < width; x++)
      columns[x] = (pixels[above + x] as number) + (pixels[row + x] as number) + (pixels[below + x] as number)
    for (let x = 0; x < width; x++) {
      const sides = (columns[x > 0 ? x - 1 : x] as number) + (columns[x + 1 < width ? x + 1 : x] as number)
      // A ninth, within a 7,000th.
      made[row + x] = (((columns[x] as number) + sides) * 7282 + 32768) >> 16
    }
  }
  return { pixels: made, width, height }
}

/** Each pixel as light as the lightest of the 3 × 3 around it: thins what ink or a pen made too thick. */
export function lighten(grey: Grey, into?: Uint8Array): Grey {
  return outermost(grey, 0xff, into)
}

/** Each pixel as dark as the darkest of the 3 × 3 around it: fills in what was printed too thin. */
export function darken(grey: Grey, into?: Uint8Array): Grey {
  return outermost(grey, 0, into)
}

/** @param end 0xff for the lightest; 0 for the darkest, which is the lightest of the negative */
function outermost({ pixels, width, height }: Grey, end: 0xff | 0, into: Uint8Array | undefined): Grey {
  const made = memory(into, width * height)
  const flip = 0xff - end
  const columns = new Uint8Array(width)
  for (let y = 0; y < height; y++) {
    const row = y * width
    const above = clamp(y - 1, height) * width
    const below = clamp(y + 1, height) * width
    for (let x = 0; x < width; x++)
      columns[x] = larger(
        (pixels[row + x] as number) ^ flip,
        larger((pixels[above + x] as number) ^ flip, (pixels[below + x] as number) ^ flip),
      )
    for (let x = 0; x < width; x++) {
      const sides = larger(columns[x > 0 ? x - 1 : x] as number, columns[x + 1 < width ? x + 1 : x] as number)
      made[row + x] = larger(columns[x] as number, sides) ^ flip
    }
  }
  return { pixels: made, width, height }
}

/**
 * Makes white of all that is not nearly as dark as ink: a pen's strokes, a shadow, the halo of ink that ran.
 *
 * @param part of the way from the darkest to the lightest that stays grey
 */
export function bleach({ pixels, width, height }: Grey, part: number, into?: Uint8Array): Grey {
  const made = memory(into, width * height)
  const [dark, light] = extremes(pixels.subarray(0, width * height))
  const scale = 0xff / Math.max(1, (light - dark) * part)
  const tones = Uint8ClampedArray.from({ length: 0x100 }, (_, value) => (value - dark) * scale)
  for (let i = 0; i < made.length; i++) made[i] = tones[pixels[i] as number] as number
  return { pixels: made, width, height }
}

/** The tones that 2 % of the pixels are darker than, and 10 % lighter. */
function extremes(pixels: Uint8Array): readonly [dark: number, light: number] {
  const counts = new Uint32Array(0x100)
  for (let i = 0; i < pixels.length; i++) counts[pixels[i] as number]!++
  let [dark, light] = [0, 0xff]
  for (let sum = counts[0]!; sum < pixels.length * 0.02; sum += counts[++dark]!);
  for (let sum = counts[0xff]!; sum < pixels.length * 0.1; sum += counts[--light]!);
  return [dark, light]
}

function memory(into: Uint8Array | undefined, size: number): Uint8Array {
  return into === undefined ? new Uint8Array(size) : into.subarray(0, size)
}

function clamp(at: number, length: number): number {
  return at < 0 ? 0 : at >= length ? length - 1 : at
}

function larger(a: number, b: number): number {
  return a > b ? a : b
}
