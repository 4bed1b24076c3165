import type { Bitmap } from '@claimtag/label'
import { cameraMatrix, inverseOf } from './camera.ts'
import type { PrintedLabel } from './labels.ts'
import { blur, glare, motion, noise, quantise } from './lens.ts'
import { compress } from './jpeg.ts'
import type { Random } from './random.ts'
import type { Shot } from './shot.ts'
import { HEIGHT, WIDTH } from './size.ts'

/** Deviation in pixels of what no lens does better than. */
const OPTICS = 0.5

/** Grey pixels of a photograph. */
export function photograph(label: PrintedLabel, shot: Shot, random: Random): Uint8Array {
  const seen = project(label, shot, random)
  const way = random.next() * Math.PI
  const picture = motion(
    blur(seen, Math.hypot(OPTICS, shot.blur * shot.module)),
    shot.motion * shot.module,
    way,
  )
  glare(picture, shot.glare, random)
  for (let i = 0; i < picture.length; i++) picture[i] = (picture[i] as number) * shot.light
  noise(picture, shot.noise, random)
  const pixels = quantise(picture)
  return shot.quality === 0 ? pixels : compress(pixels, shot.quality)
}

/** What the sensor would see through a perfect lens. */
function project(label: PrintedLabel, shot: Shot, random: Random): Float32Array {
  const { width, height } = label.bitmap
  const [a, b, c, d, e, f, g, h, i] = inverseOf(cameraMatrix(label, shot, random))
  const surface = printedSurface(label, shot, random)
  const desk = createDesk(random)
  const picture = new Float32Array(WIDTH * HEIGHT)
  // The finer the dots of the printer against the pixels, the more places of a pixel are looked at.
  const side = Math.max(2, Math.min(4, Math.ceil((2 * label.symbol.dots) / shot.module)))
  const places = Array.from({ length: side }, (_, index) => (index + 0.5) / side)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const around = desk(x, y)
      const depthHere = g * (x + 0.5) + h * (y + 0.5) + i
      if (isFarFrom(label.bitmap, (a * x + b * y + c) / depthHere, (d * x + e * y + f) / depthHere)) {
        picture[y * WIDTH + x] = around
        continue
      }
      let sum = 0
      for (const down of places) {
        for (const across of places) {
          const [px, py] = [x + across, y + down]
          const depth = g * px + h * py + i
          const u = Math.floor((a * px + b * py + c) / depth)
          const v = Math.floor((d * px + e * py + f) / depth)
          const isBeside = u < 0 || v < 0 || u >= width || v >= height
          sum += isBeside ? around : (surface[v * width + u] as number)
        }
      }
      picture[y * WIDTH + x] = sum / (side * side)
    }
  }
  return picture
}

/** Whether no place of a pixel, which is some dots wide, is on the label. */
function isFarFrom({ width, height }: Bitmap, u: number, v: number): boolean {
  return u < -FAR || v < -FAR || u > width + FAR || v > height + FAR
}

const FAR = 16

/** How bright each dot of the label is. */
function printedSurface({ bitmap, symbol }: PrintedLabel, shot: Shot, random: Random): Float32Array {
  const { width, height, stride, data } = bitmap
  const surface = new Float32Array(width * height).map((_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    return ((data[y * stride + (x >>> 3)] ?? 0) & (0x80 >>> (x & 7))) === 0 ? shot.paper : shot.ink
  })
  const side = Math.sqrt(shot.damage) * (symbol.modules + 8)
  const { left, top } = spotBeside(symbol.modules, side, random)
  const brightness = random.below(2) === 0 ? shot.ink : shot.paper
  const dots = (modules: number): number => Math.round(modules * symbol.dots)
  const [from, to] = [Math.max(0, symbol.x + dots(left)), Math.min(width, symbol.x + dots(left + side))]
  for (let y = symbol.y + dots(top); y < symbol.y + dots(top + side); y++)
    if (y >= 0 && y < height) surface.fill(brightness, y * width + from, y * width + to)
  return surface
}

/** A place for a square spot somewhere on the symbol or its quiet zone, in modules, that no finder pattern is under. */
function spotBeside(
  modules: number,
  side: number,
  random: Random,
): { readonly left: number; readonly top: number } {
  for (;;) {
    const [left, top] = [random.between(-4, modules + 4 - side), random.between(-4, modules + 4 - side)]
    const isLeft = left < 8
    const isUpper = top < 8
    const isRight = left + side > modules - 8
    const isLower = top + side > modules - 8
    if (!(isUpper && (isLeft || isRight)) && !(isLower && isLeft)) return { left, top }
  }
}

/** A table top: grain and large stains. */
function createDesk(random: Random): (x: number, y: number) => number {
  const cells = 24
  const grid = Float32Array.from({ length: cells * cells }, () => random.between(70, 150))
  return (x, y) => {
    const [u, v] = [(x / WIDTH) * (cells - 2), (y / HEIGHT) * (cells - 2)]
    const [i, j] = [Math.max(0, Math.floor(u)), Math.max(0, Math.floor(v))]
    const [s, t] = [u - i, v - j]
    const at = j * cells + i
    const upper = (grid[at] ?? 0) * (1 - s) + (grid[at + 1] ?? 0) * s
    const lower = (grid[at + cells] ?? 0) * (1 - s) + (grid[at + cells + 1] ?? 0) * s
    return upper * (1 - t) + lower * t
  }
}
