import type { Grey } from './grey.ts'

// Each makes a new picture of grey pixels. `into`, when given, is the memory for it: at least as many bytes.

/** Twice as large, bilinear: each new pixel lies a quarter away from an old one, hence the weights 9 3 3 1 of 16. */
export function enlarge({ pixels, width, height }: Grey, into?: Uint8Array): Grey {
  const [wide, high] = [width * 2, height * 2]
  const made = room(into, wide * high)
  for (let y = 0; y < high; y++) {
    const near = (y >> 1) * width
    const far = clamp((y >> 1) + ((y & 1) === 0 ? -1 : 1), height) * width
    let at = y * wide
    let left = 0
    for (let x = 0; x < width; x++) {
      const right = x + 1 < width ? x + 1 : x
      // Three quarters of the near row and one of the far row, times 4.
      const here = 3 * (pixels[near + x] as number) + (pixels[far + x] as number)
      made[at] = (3 * here + 3 * (pixels[near + left] as number) + (pixels[far + left] as number) + 8) >> 4
      made[at + 1] =
        (3 * here + 3 * (pixels[near + right] as number) + (pixels[far + right] as number) + 8) >> 4
      at += 2
      left = x
    }
  }
  return { pixels: made, width: wide, height: high }
}

/** Half as large, each new pixel the mean of four. */
export function halve({ pixels, width, height }: Grey, into?: Uint8Array): Grey {
  const [wide, high] = [width >> 1, height >> 1]
  const made = room(into, wide * high)
  let at = 0
  for (let y = 0; y < high; y++) {
    let upper = 2 * y * width
    let lower = upper + width
    for (let x = 0; x < wide; x++, upper += 2, lower += 2) {
      made[at++] =
        ((pixels[upper] as number) +
          (pixels[upper + 1] as number) +
          (pixels[lower] as number) +
          (pixels[lower + 1] as number) +
          2) >>
        2
    }
  }
  return { pixels: made, width: wide, height: high }
}

/** Adds a quarter of what a pixel differs from each of its four neighbours: mends softness, and ruins noise. */
export function sharpen({ pixels, width, height }: Grey, into?: Uint8Array): Grey {
  const made = room(into, width * height)
  for (let y = 0; y < height; y++) {
    const row = y * width
    const above = clamp(y - 1, height) * width
    const below = clamp(y + 1, height) * width
    for (let x = 0; x < width; x++) {
      const here = pixels[row + x] as number
      const left = pixels[row + (x > 0 ? x - 1 : x)] as number
      const right = pixels[row + (x + 1 < width ? x + 1 : x)] as number
      const value =
        2 * here - (((pixels[above + x] as number) + (pixels[below + x] as number) + left + right) >> 2)
      made[row + x] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
  return { pixels: made, width, height }
}

/** Each pixel as light as the lightest of the 3 × 3 around it: thins what ink or a pen made too thick. */
export function lighten(grey: Grey, into?: Uint8Array): Grey {
  return spread(grey, Math.max, into)
}

/** Each pixel as dark as the darkest of the 3 × 3 around it: fills in what was printed too thin. */
export function darken(grey: Grey, into?: Uint8Array): Grey {
  return spread(grey, Math.min, into)
}

function spread(
  { pixels, width, height }: Grey,
  pick: (a: number, b: number) => number,
  into: Uint8Array | undefined,
): Grey {
  const made = room(into, width * height)
  const columns = new Uint8Array(width)
  for (let y = 0; y < height; y++) {
    const row = y * width
    const above = clamp(y - 1, height) * width
    const below = clamp(y + 1, height) * width
    for (let x = 0; x < width; x++) {
      columns[x] = pick(
        pick(pixels[above + x] as number, pixels[row + x] as number),
        pixels[below + x] as number,
      )
    }
    for (let x = 0; x < width; x++) {
      const sides = pick(columns[x > 0 ? x - 1 : x] as number, columns[x + 1 < width ? x + 1 : x] as number)
      made[row + x] = pick(columns[x] as number, sides)
    }
  }
  return { pixels: made, width, height }
}

function room(into: Uint8Array | undefined, size: number): Uint8Array {
  return into === undefined ? new Uint8Array(size) : into.subarray(0, size)
}

function clamp(at: number, length: number): number {
  return at < 0 ? 0 : at >= length ? length - 1 : at
}
