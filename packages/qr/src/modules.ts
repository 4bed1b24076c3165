import { alignmentCentres } from './alignment.ts'
import { dataModules } from './capacity.ts'
import { versionInformation } from './format.ts'
import { emptyLines, isSet, lanesOf, setModule, transposeRows, wordAt, type Lanes } from './lanes.ts'

/** What all symbols of one version have in common. */
export interface Layout {
  readonly version: number
  readonly lanes: Lanes
  /** Dark modules of the function patterns (6.3); format information is left light. */
  readonly dark: Int32Array
  /** Modules that carry data: neither function pattern nor format nor version information. */
  readonly free: Int32Array
  /** For each bit of the codeword sequence, in order (7.7.3): the word of its module in its row … */
  readonly pathWords: Uint16Array
  /** … and that module's bit in the word. */
  readonly pathBits: Int32Array
}

type Draw = (x: number, y: number, dark: boolean) => void

export function drawLayout(version: number): Layout {
  const lanes = lanesOf(version)
  const { size } = lanes
  const dark = emptyLines(lanes)
  const free = emptyLines(lanes)
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) setModule(free, lanes, x, y, true)
  const draw: Draw = (x, y, isDark) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return
    setModule(dark, lanes, x, y, isDark)
    setModule(free, lanes, x, y, false)
  }
  // Timing patterns (6.3.5), under everything else.
  for (let i = 0; i < size; i++) {
    draw(6, i, i % 2 === 0)
    draw(i, 6, i % 2 === 0)
  }
  // Finder patterns with their separators (6.3.3, 6.3.4).
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    drawRings(x, y, 4, draw)
  }
  drawAlignment(version, draw)
  // Room for the format information, and the module beside it that is always dark (7.9.1).
  drawFormat(0, size, draw)
  draw(8, size - 8, true)
  if (version >= 7) drawVersion(versionInformation(version), size, draw)
  return { version, lanes, dark, free, ...zigzag(free, lanes, dataModules(version)) }
}

/** Alignment patterns (6.3.6) wherever two coordinates cross, but not on the finder patterns. */
function drawAlignment(version: number, draw: Draw): void {
  const centres = alignmentCentres(version)
  const first = centres[0]
  const last = centres.at(-1)
  for (const y of centres) {
    for (const x of centres) {
      const onFinder = (x === first && (y === first || y === last)) || (x === last && y === first)
      if (!onFinder) drawRings(x, y, 2, draw)
    }
  }
}

/** Squares around a centre: light are the outermost two of a finder pattern but one, and the middle one of an alignment pattern. */
function drawRings(x: number, y: number, radius: 2 | 4, draw: Draw): void {
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      draw(x + dx, y + dy, radius === 2 ? ring !== 1 : ring !== 2 && ring !== 4)
    }
  }
}

/** Both copies of the format information, its least significant bit first (7.9.1, figure 25). */
export function drawFormat(format: number, size: number, draw: Draw): void {
  for (let i = 0; i < 15; i++) {
    const dark = ((format >>> i) & 1) === 1
    // Around the upper left finder pattern, stepping over the timing patterns.
    if (i < 8) draw(8, i < 6 ? i : i + 1, dark)
    else draw(i === 8 ? 7 : 14 - i, 8, dark)
    // Below the upper right one, then beside the lower left one.
    if (i < 8) draw(size - 1 - i, 8, dark)
    else draw(8, size - 15 + i, dark)
  }
}

/** Both copies of the version information, its least significant bit first (7.10, figure 27). */
function drawVersion(information: number, size: number, draw: Draw): void {
  for (let i = 0; i < 18; i++) {
    const dark = ((information >>> i) & 1) === 1
    const across = size - 11 + (i % 3)
    const along = Math.floor(i / 3)
    draw(across, along, dark)
    draw(along, across, dark)
  }
}

/** Columns in pairs from the right, upwards and downwards in turn, past the vertical timing pattern (7.7.3). */
function zigzag(free: Int32Array, lanes: Lanes, length: number): Pick<Layout, 'pathWords' | 'pathBits'> {
  const pathWords = new Uint16Array(length)
  const pathBits = new Int32Array(length)
  let at = 0
  for (let right = lanes.size - 1, upward = true; right > 0; right -= 2, upward = !upward) {
    if (right === 6) right = 5
    for (let step = 0; step < lanes.size; step++) {
      const y = upward ? lanes.size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (!isSet(free, lanes, x, y)) continue
        pathWords[at] = wordAt(lanes, x, y)
        pathBits[at++] = 1 << (31 - (x & 31))
      }
    }
  }
  return { pathWords, pathBits }
}

/** Puts the function patterns and the codeword sequence, unmasked, on `lines` (7.7.3). */
export function placeCodewords(sequence: Uint8Array, layout: Layout, lines: Int32Array): void {
  const { pathWords, pathBits, lanes } = layout
  lines.set(layout.dark)
  for (let i = 0, at = 0; i < sequence.length; i++) {
    const codeword = sequence[i]!
    for (let shift = 7; shift >= 0; shift--, at++) {
      lines[pathWords[at]!]! |= pathBits[at]! & -((codeword >>> shift) & 1)
    }
  }
  transposeRows(lines, lanes)
}
