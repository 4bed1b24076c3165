import { HEIGHT, WIDTH } from './size.ts'
import type { Random } from './random.ts'

/** A Gaussian blur; `sigma` in pixels. */
export function blur(picture: Float32Array, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  )
  const sum = weights.reduce((total, weight) => total + weight, 0)
  let [from, made] = [picture, new Float32Array(0)]
  for (const isAcross of [true, false]) {
    made = new Float32Array(from.length)
    for (const [i, weight] of weights.entries())
      addShifted(made, from, isAcross ? i - reach : 0, isAcross ? 0 : i - reach, weight / sum)
    from = made
  }
  return made
}

/** Adds what lies so far to the right and below, weighted; beyond the edge, the edge goes on. */
function addShifted(sum: Float32Array, picture: Float32Array, dx: number, dy: number, weight: number): void {
  for (let y = 0; y < HEIGHT; y++) {
    const [row, other] = [y * WIDTH, clamp(y + dy, HEIGHT) * WIDTH]
    const [first, last] = [Math.max(0, -dx), Math.min(WIDTH, WIDTH - dx)]
    for (let x = 0; x < first; x++) sum[row + x]! += weight * picture[other]!
    for (let x = first; x < last; x++) sum[row + x]! += weight * picture[other + x + dx]!
    for (let x = last; x < WIDTH; x++) sum[row + x]! += weight * picture[other + WIDTH - 1]!
  }
}

/** The mean over a line of so many pixels. */
export function motion(picture: Float32Array, length: number, way: number): Float32Array {
  if (length < 0.5) return picture
  const steps = Math.ceil(length * 2)
  const made = new Float32Array(picture.length)
  for (let step = 0; step < steps; step++) {
    const far = ((step + 0.5) / steps - 0.5) * length
    const [dx, dy] = [Math.cos(way) * far, Math.sin(way) * far]
    const [left, top] = [Math.floor(dx), Math.floor(dy)]
    const [s, t] = [dx - left, dy - top]
    addShifted(made, picture, left, top, ((1 - s) * (1 - t)) / steps)
    addShifted(made, picture, left + 1, top, (s * (1 - t)) / steps)
    addShifted(made, picture, left, top + 1, ((1 - s) * t) / steps)
    addShifted(made, picture, left + 1, top + 1, (s * t) / steps)
  }
  return made
}

/** Adds the reflection of a lamp, near the middle. */
export function glare(picture: Float32Array, strength: number, random: Random): void {
  if (strength === 0) return
  const [cx, cy] = [WIDTH / 2 + random.between(-70, 70), HEIGHT / 2 + random.between(-70, 70)]
  const radius = random.between(45, 75)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const far = ((x - cx) ** 2 + (y - cy) ** 2) / (2 * radius ** 2)
      if (far < 12) picture[y * WIDTH + x] = (picture[y * WIDTH + x] as number) + strength * Math.exp(-far)
    }
  }
}

export function noise(picture: Float32Array, deviation: number, random: Random): void {
  for (let i = 0; i < picture.length; i++) picture[i] = (picture[i] as number) + deviation * random.normal()
}

/** What comes out of the sensor: whole numbers of a byte. */
export function quantise(picture: Float32Array): Uint8Array {
  return Uint8Array.from(new Uint8ClampedArray(picture))
}

function clamp(at: number, length: number): number {
  return at < 0 ? 0 : at >= length ? length - 1 : at
}
