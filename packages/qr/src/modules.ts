import { alignmentCentres } from './alignment.ts'
import { dataModules } from './capacity.ts'
import { formatInformation, versionInformation } from './format.ts'
import type { ErrorCorrection } from './symbol.ts'

/** What every symbol of one version has in common. Words are laid out as in `QrSymbol.rows`. */
export interface Layout {
  readonly size: number
  readonly wordsPerRow: number
  /** Dark modules of the function patterns (6.3). */
  readonly dark: Int32Array
  /** Modules that carry data: neither function pattern nor format nor version information. */
  readonly free: Int32Array
  /** For each bit of the codeword sequence, most significant first, its module as `y * size + x` (7.7.3). */
  readonly path: Uint16Array
}

const layouts: Layout[] = []

export function layoutOf(version: number): Layout {
  return (layouts[version] ??= drawLayout(version))
}

/** Puts the codeword sequence on a copy of the function patterns, unmasked. */
export function placeCodewords(sequence: Uint8Array, layout: Layout): Int32Array {
  const { size, wordsPerRow, path } = layout
  const rows = layout.dark.slice()
  for (let i = 0; i < sequence.length * 8; i++) {
    const module = path[i]!
    const y = Math.floor(module / size)
    const x = module % size
    const bit = (sequence[i >>> 3]! >>> (7 - (i & 7))) & 1
    rows[y * wordsPerRow + (x >>> 5)]! |= bit << (31 - (x & 31))
  }
  return rows
}

function drawLayout(version: number): Layout {
  const size = 17 + 4 * version
  const wordsPerRow = (size + 31) >>> 5
  const dark = new Int32Array(size * wordsPerRow)
  const free = new Int32Array(size * wordsPerRow)
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) setModule(free, wordsPerRow, x, y, true)
  const draw = (x: number, y: number, isDark: boolean): void => {
    if (x < 0 || y < 0 || x >= size || y >= size) return
    setModule(dark, wordsPerRow, x, y, isDark)
    setModule(free, wordsPerRow, x, y, false)
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
  ] as const)
    drawRings(x, y, 4, draw)
  // Alignment patterns (6.3.6), wherever no finder is.
  const centres = alignmentCentres(version)
  const last = centres.length - 1
  centres.forEach((y, j) => {
    centres.forEach((x, i) => {
      const onFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)
      if (!onFinder) drawRings(x, y, 2, draw)
    })
  })
  // Room for format information, and the dark module that is always there (7.9.1).
  drawFormat(0, size, draw)
  draw(8, size - 8, true)
  if (version >= 7) drawVersion(versionInformation(version), size, draw)
  return { size, wordsPerRow, dark, free, path: zigzag(free, size, wordsPerRow, dataModules(version)) }
}

/** Squares around a centre: dark but for ring 2 of a finder, ring 1 of an alignment pattern, and a separator. */
function drawRings(x: number, y: number, radius: number, draw: Draw): void {
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy))
      draw(x + dx, y + dy, radius === 2 ? ring !== 1 : ring !== 2 && ring !== 4)
    }
  }
}

type Draw = (x: number, y: number, isDark: boolean) => void

/** Both copies of the format information, bit 0 first (7.9.1, figure 25). */
function drawFormat(format: number, size: number, draw: Draw): void {
  const bit = (i: number): boolean => ((format >>> i) & 1) === 1
  for (let i = 0; i < 6; i++) draw(8, i, bit(i))
  draw(8, 7, bit(6))
  draw(8, 8, bit(7))
  draw(7, 8, bit(8))
  for (let i = 9; i < 15; i++) draw(14 - i, 8, bit(i))
  for (let i = 0; i < 8; i++) draw(size - 1 - i, 8, bit(i))
  for (let i = 8; i < 15; i++) draw(8, size - 15 + i, bit(i))
}

/** Both copies of the version information, bit 0 first (7.10, figure 27). */
function drawVersion(information: number, size: number, draw: Draw): void {
  for (let i = 0; i < 18; i++) {
    const isDark = ((information >>> i) & 1) === 1
    const across = size - 11 + (i % 3)
    const along = Math.floor(i / 3)
    draw(across, along, isDark)
    draw(along, across, isDark)
  }
}

/** Columns in pairs from the right, upwards and downwards in turn, past the vertical timing pattern (7.7.3). */
function zigzag(free: Int32Array, size: number, wordsPerRow: number, length: number): Uint16Array {
  const path = new Uint16Array(length)
  let at = 0
  for (let right = size - 1, upward = true; right > 0; right -= 2, upward = !upward) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) {
      const y = upward ? size - 1 - step : step
      for (const x of [right, right - 1]) if (getModule(free, wordsPerRow, x, y)) path[at++] = y * size + x
    }
  }
  return path
}

const MASKS: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (x + y) % 2,
  (_x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
]

/** What a mask changes in an unmasked symbol: data modules (7.8.2, table 10) and format information. */
export function maskTemplate(layout: Layout, level: ErrorCorrection, mask: number): Int32Array {
  const { size, wordsPerRow, free } = layout
  const template = new Int32Array(size * wordsPerRow)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (getModule(free, wordsPerRow, x, y)) setModule(template, wordsPerRow, x, y, MASKS[mask]!(x, y) === 0)
    }
  }
  drawFormat(formatInformation(level, mask), size, (x, y, isDark) =>
    setModule(template, wordsPerRow, x, y, isDark),
  )
  return template
}

function setModule(words: Int32Array, wordsPerRow: number, x: number, y: number, value: boolean): void {
  const bit = 1 << (31 - (x & 31))
  const at = y * wordsPerRow + (x >>> 5)
  if (value) words[at]! |= bit
  else words[at]! &= ~bit
}

function getModule(words: Int32Array, wordsPerRow: number, x: number, y: number): boolean {
  return ((words[y * wordsPerRow + (x >>> 5)]! << (x & 31)) & 0x80000000) !== 0
}
