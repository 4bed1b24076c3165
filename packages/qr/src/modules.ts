import { alignmentCentres } from './alignment.ts'
import { dataModules } from './capacity.ts'
import { versionInformation } from './format.ts'
import { emptyLines, lanesOf, setModule, transposeColumns, type Lanes } from './lanes.ts'
import { stripsOf, type Strip } from './path.ts'

/** What all symbols of one version have in common. */
export interface Layout {
  readonly version: number
  readonly lanes: Lanes
  /** Dark modules of the function patterns (6.3); format information is left light. */
  readonly dark: Int32Array
  /** Modules that carry data: neither function pattern nor format nor version information. */
  readonly free: Int32Array
  /** The way of the codewords (7.7.3). */
  readonly strips: readonly Strip[]
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
  return { version, lanes, dark, free, strips: stripsOf(free, lanes, dataModules(version)) }
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

/** Puts the function patterns and the codeword sequence, unmasked, on `lines`. `bits` is scratch. */
export function placeCodewords(
  sequence: Uint8Array,
  layout: Layout,
  bits: Int32Array,
  lines: Int32Array,
): void {
  lines.set(layout.dark)
  writeBits(sequence, bits)
  for (const { from, rows, shift, first, second } of layout.strips) {
    const at = from >>> 5
    // Shifting right in two steps, since a shift by 32 would do nothing.
    let strip = (bits[at]! << (from & 31)) | ((bits[at + 1]! >>> 1) >>> (31 - (from & 31)))
    if (second >= 0) {
      strip = unshuffle(strip)
      lines[second]! |= ((strip << 16) & rows) >>> shift
    }
    lines[first]! |= (strip & rows) >>> shift
  }
  transposeColumns(lines, layout.lanes)
}

/** Words for the bits of a sequence and for the same backwards, and one to read past the end. */
export function emptyBits(version: number): Int32Array {
  return new Int32Array(2 * ((dataModules(version) + 31) >>> 5) + 1)
}

function writeBits(sequence: Uint8Array, bits: Int32Array): void {
  const last = bits.length - 2
  for (let word = 0, at = 0; word <= last - word; word++, at += 4) {
    // Past the end of the sequence are remainder bits, which are 0 (7.6).
    const value =
      at + 3 < sequence.length
        ? (sequence[at]! << 24) | (sequence[at + 1]! << 16) | (sequence[at + 2]! << 8) | sequence[at + 3]!
        : ((sequence[at] ?? 0) << 24) | ((sequence[at + 1] ?? 0) << 16) | ((sequence[at + 2] ?? 0) << 8)
    bits[word] = value
    bits[last - word] = reverse(value)
  }
}

/** The bits of a word backwards. */
function reverse(word: number): number {
  let bits = ((word >>> 1) & 0x55555555) | ((word & 0x55555555) << 1)
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2)
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4)
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8)
  return (bits >>> 16) | (bits << 16)
}

/** Every other bit from the highest down, then the rest (Warren, Hacker's Delight, 7-2). */
function unshuffle(word: number): number {
  let swap = (word ^ (word >>> 1)) & 0x22222222
  let bits = word ^ swap ^ (swap << 1)
  swap = (bits ^ (bits >>> 2)) & 0x0c0c0c0c
  bits ^= swap ^ (swap << 2)
  swap = (bits ^ (bits >>> 4)) & 0x00f000f0
  bits ^= swap ^ (swap << 4)
  swap = (bits ^ (bits >>> 8)) & 0x0000ff00
  return bits ^ swap ^ (swap << 8)
}
