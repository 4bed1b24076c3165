import { isTooLarge, type Dots } from './dots.ts'

// A bar of dark modules; the symbol's path consists of these.
const BAR = /M(\d+) (\d+)h(\d+)v1h-\d+z/g
const SYMBOL =
  /<path shape-rendering="crispEdges" transform="translate\((\d+) (\d+)\)scale\((\d+)(?: (\d+))?\)" d="([^"]*)"\/>/g
// In dots, with the exact length of the stock: at 300 dpi 50 mm are 590.5512.
const SIZE = /viewBox="0 0 ([\d.]+) ([\d.]+)"/
/** How often the whole picture may be painted. */
const MOST_PAINTED = 2

/** Draws the symbols of an SVG label dot by dot, from its paths. */
export function readSvg(svg: string): Dots | undefined {
  const size = SIZE.exec(svg)
  if (size === null) return undefined
  const [width, height] = [Math.ceil(Number(size[1])), Math.ceil(Number(size[2]))]
  if (isTooLarge(width, height)) return undefined
  // Bars of one symbol do not overlap; those of many may, but not endlessly.
  let room = MOST_PAINTED * width * height
  const stride = (width + 7) >>> 3
  const data = new Uint8Array(stride * height)
  for (const [, x = '', y = '', scale = '', scaleY = scale, path = ''] of svg.matchAll(SYMBOL)) {
    // A bar code of lines is stretched downwards.
    const [dots, down] = [Number(scale), Number(scaleY)]
    for (const [, left = '', top = '', length = ''] of path.matchAll(BAR)) {
      const from = Number(x) + Number(left) * dots
      const to = Math.min(width, from + Number(length) * dots)
      const first = Number(y) + Number(top) * down
      room -= Math.max(0, to - from) * Math.min(height, down)
      if (room < 0) return undefined
      for (let row = first; row < Math.min(height, first + down); row++) blacken(data, row * stride, from, to)
    }
  }
  return { width, height, stride, data, dark: 1 }
}

function blacken(data: Uint8Array, row: number, from: number, to: number): void {
  for (let dot = from; dot < to; dot++) {
    const at = row + (dot >>> 3)
    data[at] = (data[at] ?? 0) | (0x80 >>> (dot & 7))
  }
}
