import { alignmentCentres } from './alignment.ts'
import { writeEdges } from './mask/edges.ts'
import { formatInformation, versionInformation } from './format.ts'
import { addressesOf, darken, emptyLines, lanesOf, type Lanes } from './mask/lanes.ts'
import type { ErrorCorrection } from './symbol.ts'

/** The part that all symbols of one version share. */
export interface Layout extends Lanes {
  /** Function patterns (6.3); where format information goes they are light. */
  readonly lines: Int32Array
  /** By `y * size + x`: 0 where a module carries data, else part of a function pattern or of information. */
  readonly taken: Uint8Array
  /** For each bit of the codeword sequence the addresses of its module (7.7.3), in its row and in its column. */
  readonly path: Int32Array
}

type Draw = (x: number, y: number, dark: boolean) => unknown

export function drawLayout(version: number): Layout {
  const lanes = lanesOf(version)
  const { size } = lanes
  const lines = emptyLines(lanes)
  const taken = new Uint8Array(size * size)
  const draw: Draw = (x, y, dark) => {
    // What was drawn first stays. There are no modules outside the symbol.
    if (x < 0 || x >= size || taken[y * size + x] !== 0) return
    taken[y * size + x] = 1
    if (dark) darken(x, y, lines, lanes)
  }
  // Finder patterns with their separators (6.3.3, 6.3.4).
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    drawSquares(x, y, 4, draw)
  // Alignment patterns wherever two centres cross, but not on finder patterns (6.3.6).
  const centres = alignmentCentres(version)
  for (const y of centres) {
    for (const x of centres) {
      if (taken[y * size + x]! < 1) drawSquares(x, y, 2, draw)
    }
  }
  // Timing patterns (6.3.5), under everything else.
  for (let i = 0; i < size; i++) {
    draw(6, i, i % 2 === 0)
    draw(i, 6, i % 2 === 0)
  }
  // Places for format information, and the module beside it that is always dark (7.9.1).
  drawFormat(0, size, draw)
  draw(8, size - 8, true)
  if (version > 6) drawVersion(versionInformation(version), size, draw)
  return { ...lanes, lines, taken, path: zigzag(taken, lanes) }
}

/** Squares around a centre, in turn dark and light from the second on, which is dark in a finder pattern only. */
function drawSquares(x: number, y: number, radius: 2 | 4, draw: Draw): void {
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      draw(x + dx, y + dy, 2 * ring !== radius && ring < 4)
    }
  }
}

/** Both copies of the format information, its least significant bit first (7.9.1, figure 25). */
function drawFormat(format: number, size: number, draw: Draw): void {
  for (let i = 0; i < 15; i++) {
    const dark = ((format >>> i) & 1) > 0
    // One around the upper left finder pattern, stepping over the timing patterns; the other below the upper
    // right one, then beside the lower left one.
    if (i < 8) {
      draw(8, i < 6 ? i : i + 1, dark)
      draw(size - 1 - i, 8, dark)
    } else {
      draw(i < 9 ? 7 : 14 - i, 8, dark)
      draw(8, size - 15 + i, dark)
    }
  }
}

/** Both copies of the version information, its least significant bit first (7.10, figure 27). */
function drawVersion(information: number, size: number, draw: Draw): void {
  for (let i = 0; i < 18; i++) {
    const dark = ((information >>> i) & 1) > 0
    const across = size - 11 + (i % 3)
    const along = Math.floor(i / 3)
    draw(across, along, dark)
    draw(along, across, dark)
  }
}

/** Columns in pairs from the right, upwards and downwards in turn, past the vertical timing pattern (7.7.3). */
function zigzag(taken: Uint8Array, lanes: Lanes): Int32Array {
  const { size } = lanes
  const path: number[] = []
  for (let right = size - 1, upward = true; right > 0; right -= 2, upward = !upward) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) {
      const y = upward ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (taken[y * size + x]! < 1) path.push(...addressesOf(x, y, lanes))
      }
    }
  }
  return Int32Array.from(path)
}

/** Data module (x, y) changes in each mask that gives 0 (7.8.2, table 10). */
function masksAt(x: number, y: number): readonly number[] {
  const sum = x + y
  const product = ((x * y) % 2) + ((x * y) % 3)
  return [
    sum % 2,
    y % 2,
    x % 3,
    sum % 3,
    (Math.floor(x / 3) + (y >> 1)) % 2,
    product,
    product % 2,
    (sum + ((x * y) % 3)) % 2,
  ]
}

/** For each of the eight masks the modules that it changes (data and format information), and their edges. */
export function drawMasks(layout: Layout, level: ErrorCorrection): readonly Int32Array[] {
  const { size, taken } = layout
  const masks = masksAt(0, 0).map(() => emptyLines(layout))
  taken.forEach((isTaken, i) => {
    const x = i % size
    const y = (i - x) / size
    if (isTaken < 1) masksAt(x, y).forEach((value, mask) => value < 1 && darken(x, y, masks[mask]!, layout))
  })
  masks.forEach((lines, mask) => {
    drawFormat(formatInformation(level, mask), size, (x, y, dark) => dark && darken(x, y, lines, layout))
    writeEdges(lines, layout, -1)
  })
  return masks
}

/** Puts the function patterns and the codeword sequence, unmasked, on `lines` (7.7.3). */
export function placeCodewords(
  sequence: Uint8Array,
  { path, lines: patterns }: Layout,
  lines: Int32Array,
): void {
  lines.set(patterns)
  for (let i = 0; i < sequence.length; i++) {
    // Visits only the ones, from the left: each zero before a one skips two addresses.
    for (let ones = sequence[i]! << 24; ones !== 0;) {
      const zeros = Math.clz32(ones)
      ones ^= 0x80000000 >>> zeros
      const at = 2 * (8 * i + zeros)
      const row = path[at]!
      const column = path[at + 1]!
      lines[row >>> 5]! |= 0x80000000 >>> row
      lines[column >>> 5]! |= 0x80000000 >>> column
    }
  }
}
