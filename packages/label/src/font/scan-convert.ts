import type { Contour } from './face.ts'

/** Straight lines for each quadratic curve; at 40 dots a capital the error stays under a tenth of a dot. */
const CURVE_STEPS = 8
/** Sample lines in one row of dots. */
const SAMPLES = 8

/** Dots of an outline: bit `31 - (x & 31)` of `rows[y * wordsPerRow + (x >>> 5)]`, row 0 on top. */
export interface Dots {
  /** Position of the top left dot, from the pen on the base line; y downwards. */
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly wordsPerRow: number
  readonly rows: Uint32Array
}

const NOTHING: Dots = { left: 0, top: 0, width: 0, height: 0, wordsPerRow: 0, rows: new Uint32Array(0) }

/**
 * Fills an outline given in dots (y upwards): a dot is black when at least half of it is covered. Uses only +, −, ×
 * and ÷ on doubles, so that every machine makes the same dots.
 */
export function scanConvert(contours: readonly Contour[]): Dots {
  const lines = contours.flatMap(flatten)
  if (lines.length === 0) return NOTHING
  const xs = lines.flatMap((line) => [line[0], line[2]])
  const ys = lines.flatMap((line) => [line[1], line[3]])
  const left = Math.floor(Math.min(...xs))
  const bottom = Math.floor(Math.min(...ys))
  const width = Math.ceil(Math.max(...xs)) - left
  const height = Math.ceil(Math.max(...ys)) - bottom
  const wordsPerRow = (width + 31) >>> 5
  const rows = new Uint32Array(wordsPerRow * height)
  const coverage = new Float64Array(width)
  for (let y = 0; y < height; y += 1) {
    coverage.fill(0)
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const at = bottom + height - 1 - y + (sample + 0.5) / SAMPLES
      for (const [from, to] of spans(lines, at)) cover(coverage, from - left, to - left)
    }
    for (let x = 0; x < width; x += 1) {
      // The margin puts exact halves on the same side, whatever the order of the sums.
      if (coverage[x]! >= SAMPLES / 2 - 1e-6) rows[y * wordsPerRow + (x >>> 5)]! |= 0x80000000 >>> (x & 31)
    }
  }
  return { left, top: -(bottom + height), width, height, wordsPerRow, rows }
}

type Line = readonly [x0: number, y0: number, x1: number, y1: number]

function flatten({ ops, points }: Contour): Line[] {
  const lines: Line[] = []
  let [x, y] = [points[0]!, points[1]!]
  let at = 2
  const lineTo = (toX: number, toY: number): void => {
    if (toY !== y) lines.push([x, y, toX, toY])
    x = toX
    y = toY
  }
  for (const op of ops.slice(1)) {
    if (op === 'L') {
      lineTo(points[at]!, points[at + 1]!)
      at += 2
      continue
    }
    const [x0, y0, cx, cy, x1, y1] = [x, y, points[at]!, points[at + 1]!, points[at + 2]!, points[at + 3]!]
    for (let step = 1; step <= CURVE_STEPS; step += 1) {
      const t = step / CURVE_STEPS
      const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t]
      lineTo(a * x0 + b * cx + c * x1, a * y0 + b * cy + c * y1)
    }
    at += 4
  }
  lineTo(points[0]!, points[1]!)
  return lines
}

/**
 * The parts of a sample line that are inside, by the non-zero winding rule: faces draw letters of overlapping parts.
 */
function spans(lines: readonly Line[], at: number): [number, number][] {
  const crossings: [number, number][] = []
  for (const [x0, y0, x1, y1] of lines) {
    if (y0 <= at === y1 <= at) continue
    crossings.push([x0 + ((at - y0) * (x1 - x0)) / (y1 - y0), y1 > y0 ? 1 : -1])
  }
  crossings.sort((a, b) => a[0] - b[0])
  const inside: [number, number][] = []
  let winding = 0
  let start = 0
  for (const [x, direction] of crossings) {
    if (winding === 0) start = x
    winding += direction
    if (winding === 0) inside.push([start, x])
  }
  return inside
}

function cover(coverage: Float64Array, from: number, to: number): void {
  for (let x = Math.floor(from); x < to; x += 1) {
    coverage[x]! += Math.min(x + 1, to) - Math.max(x, from)
  }
}
