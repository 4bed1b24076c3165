import type { QrSymbol } from '@claimtag/qr'

/** Bytes of a bitmap run from left to right; those of this machine's words may not. */
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** Modules of several dots, in groups that are widened in one step. */
export interface WideModules {
  /** Dots on a side of a module. */
  readonly dots: number
  /** Modules of a group. */
  readonly size: number
  /** By the modules of a group, its dots in the lowest bits; empty when two modules do not fit into a word. */
  readonly groups: Int32Array
}

export function wideModules(dots: number): WideModules {
  const size = dots <= 8 ? 4 : dots <= 16 ? 2 : 1
  const groups = new Int32Array(size === 1 ? 0 : 1 << size)
  const dark = (1 << dots) - 1
  // All modules but the last are a group that was widened before.
  for (let group = 1; group < groups.length; group += 1)
    groups[group] = (groups[group >>> 1]! << dots) | (group & 1 && dark)
  return { dots, size, groups }
}

/**
 * Writes the dots of one row of modules, each module several dots wide. Every word that has dots of the row is
 * overwritten.
 *
 * Groups of modules are looked up, because each symbol changes between dark and light elsewhere: a processor mostly
 * guesses wrongly where a run of modules ends.
 *
 * @param left the dot at which the row begins, counted from the first word on
 * @param words dots run from the highest bit down until `inByteOrder` is called
 */
export function widenRow(
  symbol: QrSymbol,
  row: number,
  { dots, size, groups }: WideModules,
  left: number,
  words: Int32Array,
): void {
  const { rows, wordsPerRow } = symbol
  const last = (left + symbol.size * dots - 1) >>> 5
  let at = left >>> 5
  if (size === 1) {
    words.fill(0, at, last + 1)
    widenRuns(symbol, row, dots, left, words)
    return
  }
  const width = size * dots
  let held = 0
  let free = 32 - (left & 31)
  for (let word = 0; word < wordsPerRow; word += 1) {
    const modules = rows[row * wordsPerRow + word]!
    const end = Math.min(32, symbol.size - word * 32)
    for (let module = 0; module < end; module += size) {
      const group = groups[(modules << module) >>> (32 - size)]!
      free -= width
      if (free > 0) held |= group << free
      else {
        words[at++] = held | (group >>> -free)
        free += 32
        // In two steps, since a shift by 32 would be a shift by 0.
        held = (group << (free - 1)) << 1
      }
    }
  }
  // Modules of the last group that are beyond the symbol are light.
  if (at <= last) words[at] = held
}

/** For modules so wide that a word holds hardly more than one: run by run. */
function widenRuns(
  { rows, wordsPerRow }: QrSymbol,
  row: number,
  dots: number,
  left: number,
  words: Int32Array,
): void {
  for (let word = 0; word < wordsPerRow; word += 1) {
    let modules = rows[row * wordsPerRow + word]!
    let at = left + word * 32 * dots
    while (modules !== 0) {
      const light = Math.clz32(modules)
      const dark = Math.clz32(~(modules << light))
      at += light * dots
      fillBits(words, at, at + dark * dots)
      at += dark * dots
      // A shift by 32 would be a shift by 0.
      modules = light + dark >= 32 ? 0 : modules << (light + dark)
    }
  }
}

/** Puts the highest byte of each word first, on machines that store it last. */
export function inByteOrder(words: Int32Array): void {
  if (LITTLE_ENDIAN) for (let word = 0; word < words.length; word += 1) words[word] = swapped(words[word]!)
}

/** Sets bits `left` to `right - 1`, bit 0 being the highest of the first word. */
function fillBits(words: Int32Array, left: number, right: number): void {
  const [from, to] = [left >>> 5, (right - 1) >>> 5]
  const [head, tail] = [-1 >>> (left & 31), -1 << (31 - ((right - 1) & 31))]
  if (from === to) {
    words[from]! |= head & tail
    return
  }
  words[from]! |= head
  for (let word = from + 1; word < to; word += 1) words[word] = -1
  words[to]! |= tail
}

function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
