import type { Bitmap } from '@claimtag/label'
import type { PrintedLabel } from './labels.ts'
import type { Random } from './random.ts'
import { HEIGHT, WIDTH } from './size.ts'

/** A label of a print head that has lost so many of its dots: white lines from one end to the other. */
export function withStreaks(label: PrintedLabel, part: number, random: Random): PrintedLabel {
  const lost = Array.from({ length: label.bitmap.width }, () => random.next() < part)
  return redrawn(label, (isInk, x, y) => isInk(x, y) && lost[x] !== true)
}

/** A label whose ink ran so many modules to each side. */
export function withGain(label: PrintedLabel, modules: number): PrintedLabel {
  const steps = around(Math.round(modules * label.symbol.dots))
  return redrawn(label, (isInk, x, y) => steps.some(([dx, dy]) => isInk(x + dx, y + dy)))
}

/** A label whose dots burned so many modules too small at each side. */
export function withLoss(label: PrintedLabel, modules: number): PrintedLabel {
  const steps = around(Math.round(modules * label.symbol.dots))
  return redrawn(label, (isInk, x, y) => steps.every(([dx, dy]) => isInk(x + dx, y + dy)))
}

type IsInk = (x: number, y: number) => boolean

function redrawn(
  label: PrintedLabel,
  isInkNow: (isInk: IsInk, x: number, y: number) => boolean,
): PrintedLabel {
  const { width, height, stride, data } = label.bitmap
  const isInk: IsInk = (x, y) =>
    x >= 0 &&
    y >= 0 &&
    x < width &&
    y < height &&
    ((data[y * stride + (x >>> 3)] ?? 0) & (0x80 >>> (x & 7))) !== 0
  const drawn: Bitmap = { width, height, stride, data: new Uint8Array(data.length) }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (isInkNow(isInk, x, y)) drawn.data[y * stride + (x >>> 3)]! |= 0x80 >>> (x & 7)
    }
  }
  return { ...label, bitmap: drawn }
}

/** The steps to all dots within a circle. */
function around(reach: number): readonly (readonly [number, number])[] {
  const side = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach)
  return side
    .flatMap((dx) => side.map((dy) => [dx, dy] as const))
    .filter(([dx, dy]) => dx * dx + dy * dy <= reach * reach)
}

/** Draws strokes of a pen over a photograph: so many pixels thick, and so bright. */
export function scribble(grey: Uint8Array, thickness: number, brightness: number, random: Random): void {
  for (let stroke = 0; stroke < 4; stroke++) {
    const [cx, cy] = [random.between(220, 420), random.between(140, 340)]
    const angle = random.next() * Math.PI
    for (let along = -150; along < 150; along += 0.5) {
      const bow = 12 * Math.sin(along / 30)
      for (let across = -thickness / 2; across < thickness / 2; across += 0.5) {
        const x = Math.round(cx + along * Math.cos(angle) - (across + bow) * Math.sin(angle))
        const y = Math.round(cy + along * Math.sin(angle) + (across + bow) * Math.cos(angle))
        if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT) continue
        grey[y * WIDTH + x] = Math.min(grey[y * WIDTH + x] ?? 0, brightness)
      }
    }
  }
}
