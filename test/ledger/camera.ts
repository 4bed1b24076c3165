import type { PrintedLabel } from './labels.ts'
import type { Shot } from './shot.ts'
import type { Random } from './random.ts'
import { HEIGHT, WIDTH } from './size.ts'

/** Of the lens, in pixels. */
const FOCUS = 700

type Matrix = readonly [number, number, number, number, number, number, number, number, number]

/** From dots of the label to pixels: a pinhole camera, whose middle looks near the middle of the symbol. */
export function cameraMatrix({ symbol }: PrintedLabel, shot: Shot, random: Random): Matrix {
  const [turn, tilt, axis] = [shot.turn, shot.tilt, shot.axis].map((angle) => (angle * Math.PI) / 180) as [
    number,
    number,
    number,
  ]
  // Rodrigues' rotation about an axis in the plane of the picture, after a turn in it.
  const [kx, ky, cos, sin] = [Math.cos(axis), Math.sin(axis), Math.cos(tilt), Math.sin(tilt)]
  const rotated = (x: number, y: number): readonly [number, number, number] => {
    const along = (kx * x + ky * y) * (1 - cos)
    return [x * cos + kx * along, y * cos + ky * along, (kx * y - ky * x) * sin]
  }
  const across = rotated(Math.cos(turn), Math.sin(turn))
  const down = rotated(-Math.sin(turn), Math.cos(turn))
  const distance = (FOCUS * symbol.dots) / shot.module
  const middle = (symbol.modules * symbol.dots) / 2
  const [mx, my] = [symbol.x + middle, symbol.y + middle]
  const [cx, cy] = [WIDTH / 2 + random.between(-20, 20), HEIGHT / 2 + random.between(-20, 20)]
  const row = (axisIndex: 0 | 1 | 2): readonly [number, number, number] => {
    const [u, v] = [across[axisIndex], down[axisIndex]]
    return [u, v, -mx * u - my * v + (axisIndex === 2 ? distance : 0)]
  }
  const [x, y, z] = [row(0), row(1), row(2)]
  const column = (i: 0 | 1 | 2): readonly [number, number, number] => [
    FOCUS * x[i] + cx * z[i],
    FOCUS * y[i] + cy * z[i],
    z[i],
  ]
  const [p, q, r] = [column(0), column(1), column(2)]
  return [p[0], q[0], r[0], p[1], q[1], r[1], p[2], q[2], r[2]]
}

export function inverseOf([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g]
  const scale = 1 / (a * A + b * B + c * C)
  const all = [
    A,
    c * h - b * i,
    b * f - c * e,
    B,
    a * i - c * g,
    c * d - a * f,
    C,
    b * g - a * h,
    a * e - b * d,
  ]
  return all.map((value) => value * scale) as unknown as Matrix
}
