import type { Quad } from '../reader/found-symbol.ts'
import type { Grey } from '../picture/grey.ts'

/** Pixels of a symbol drawn flat, with its surroundings: 6 a module of a version 6. */
const SIDE = 320
/** The surroundings on each side, as a part of the symbol. */
const MARGIN = 0.12

/** Where in the image of a bent symbol a place of the flat one is; each from 0 to 1 over the symbol. */
type Bend = (u: number, v: number) => readonly [u: number, v: number]

/**
 * Symbols that are found and not read are often bent: on a pipe, or by a wide lens held near. Draws one as if it were
 * flat, for one way after the other in which it may be bent.
 *
 * @param corners of the symbol, in pixels of `grey`
 */
export function* flatten(grey: Grey, corners: Quad): Generator<Grey> {
  const place = placeIn(corners)
  for (const bend of BENDS) yield draw(grey, (u, v) => place(...bend(u, v)))
}

/** On a pipe: seen from above, places lie at the sine of their angle. `middle` is nearest to the camera. */
function pipe(degrees: number, middle: number): (at: number) => number {
  const angle = (degrees * Math.PI) / 180
  const sine = (at: number): number => Math.sin(Math.max(-1.5, Math.min(1.5, (at - middle) * angle)))
  const [first, last] = [sine(0), sine(1)]
  return (at) => (sine(at) - first) / (last - first)
}

/** By a lens that shows what is far from the middle too near to it. */
function barrel(strength: number): Bend {
  return (u, v) => {
    const [x, y] = [u - 0.5, v - 0.5]
    const scale = (1 - 2 * strength * (x * x + y * y)) / (1 - strength)
    return [0.5 + x * scale, 0.5 + y * scale]
  }
}

const PIPES = [pipe(80, 0.5), pipe(75, 0.35), pipe(75, 0.65), pipe(115, 0.5)]

const BENDS: readonly Bend[] = [
  ...PIPES.map((bend): Bend => (u, v) => [bend(u), v]),
  ...PIPES.map((bend): Bend => (u, v) => [u, bend(v)]),
  barrel(0.15),
]

/** From places of a square to those of a quadrilateral in perspective (Heckbert 1989, 2.2.3). */
function placeIn([a, b, c, d]: Quad): (u: number, v: number) => readonly [x: number, y: number] {
  const [right, left] = [
    { x: b.x - c.x, y: b.y - c.y },
    { x: d.x - c.x, y: d.y - c.y },
  ]
  const skew = { x: a.x - b.x + c.x - d.x, y: a.y - b.y + c.y - d.y }
  const area = right.x * left.y - left.x * right.y
  const g = (skew.x * left.y - left.x * skew.y) / area
  const h = (right.x * skew.y - skew.x * right.y) / area
  return (u, v) => {
    const depth = g * u + h * v + 1
    const x = (b.x - a.x + g * b.x) * u + (d.x - a.x + h * d.x) * v + a.x
    const y = (b.y - a.y + g * b.y) * u + (d.y - a.y + h * d.y) * v + a.y
    return [x / depth, y / depth]
  }
}

/** What lies outside the image is white. */
function draw(
  { pixels, width, height }: Grey,
  place: (u: number, v: number) => readonly [x: number, y: number],
): Grey {
  const made = new Uint8Array(SIDE * SIDE).fill(0xff)
  const part = (at: number): number => ((at + 0.5) / SIDE) * (1 + 2 * MARGIN) - MARGIN
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [px, py] = place(part(x), part(y))
      const [left, top] = [Math.floor(px), Math.floor(py)]
      if (!(left >= 0 && top >= 0 && left + 1 < width && top + 1 < height)) continue
      const [s, t] = [px - left, py - top]
      const at = top * width + left
      const above = (pixels[at] as number) * (1 - s) + (pixels[at + 1] as number) * s
      const below = (pixels[at + width] as number) * (1 - s) + (pixels[at + width + 1] as number) * s
      made[y * SIDE + x] = above * (1 - t) + below * t
    }
  }
  return { pixels: made, width: SIDE, height: SIDE }
}
