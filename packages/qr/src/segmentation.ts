import { ALPHANUMERIC_VALUE } from './charset.ts'
import { COUNT_BITS, UTF8, type Segment, type VersionRange } from './segments.ts'

/** Costs are counted in sixths of a bit, so that 10/3 bits a digit and 11/2 bits a character are whole. */
const DIGIT = 20
const ALPHANUMERIC = 33
const BYTE = 48
const NEVER = 1 << 28

const MODES = ['numeric', 'alphanumeric', 'byte'] as const

/**
 * Cuts a text into the segments that take the fewest bits of all possible cuts in one range of versions.
 *
 * ISO/IEC 18004 leaves the choice open (annex J only suggests rules of thumb). This is exact: dynamic
 * programming over the text with one state per mode. Text outside ASCII begins with an ECI for UTF-8,
 * because bytes without one are ISO/IEC 8859-1 (7.3.5).
 */
export function segmentText(text: string, range: VersionRange): readonly Segment[] {
  if (text === '') return []
  const ascii = isAscii(text)
  if (ascii && isBestAsAlphanumeric(text)) return [{ mode: 'alphanumeric', text }]
  const segments = ascii ? [] : [UTF8]
  cut(text, range, segments)
  return segments
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

/**
 * Text of the alphanumeric set without long runs of digits needs no search. A numeric segment inside it
 * costs two headers, at least 27 bits, and spares at most 26 with 12 digits; at either end it costs one,
 * at least 14 bits, and spares at most 13 with 6 digits.
 */
function isBestAsAlphanumeric(text: string): boolean {
  let run = 0
  let atStart = true
  for (let i = 0; i < text.length; i++) {
    const value = ALPHANUMERIC_VALUE[text.charCodeAt(i)]!
    if (value > 44) return false
    if (value > 9) {
      atStart = false
      run = 0
    } else if (++run > (atStart ? 6 : 12)) return false
  }
  return run <= 6 && !atStart
}

function cut(text: string, range: VersionRange, segments: Segment[]): void {
  const modes = bestModes(text, range)
  let start = 0
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && modes[i] === modes[start]) continue
    segments.push({ mode: MODES[modes[start]!]!, text: text.slice(start, i) })
    start = i
  }
}

/** For every UTF-16 unit the mode (index into `MODES`) that it has in the cheapest cut. */
function bestModes(text: string, range: VersionRange): Uint8Array {
  const { length } = text
  const numericHeader = 6 * (4 + COUNT_BITS.numeric[range])
  const alphanumericHeader = 6 * (4 + COUNT_BITS.alphanumeric[range])
  const byteHeader = 6 * (4 + COUNT_BITS.byte[range])
  // For unit i, two bits a mode: if the text up to i ends ready to go on in that mode, which mode has unit i?
  const cameFrom = new Uint8Array(length)
  let numeric = numericHeader
  let alphanumeric = alphanumericHeader
  let byte = byteHeader
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    const value = unit < 128 ? ALPHANUMERIC_VALUE[unit]! : 255
    numeric = value < 10 ? numeric + DIGIT : NEVER
    alphanumeric = value < 45 ? alphanumeric + ALPHANUMERIC : NEVER
    byte += BYTE * utf8Units(unit)
    // A segment ends at a whole bit. None ends inside a surrogate pair: both halves are byte only, so a
    // switch between them costs a header and gains nothing.
    const numericEnd = wholeBits(numeric)
    const alphanumericEnd = wholeBits(alphanumeric)
    const byteEnd = byte
    let best = byteEnd
    let bestMode = 2
    if (alphanumericEnd < best) {
      best = alphanumericEnd
      bestMode = 1
    }
    if (numericEnd < best) {
      best = numericEnd
      bestMode = 0
    }
    let from = 0b10_01_00
    if (best + numericHeader < numeric) {
      numeric = best + numericHeader
      from = (from & ~0b11) | bestMode
    }
    if (best + alphanumericHeader < alphanumeric) {
      alphanumeric = best + alphanumericHeader
      from = (from & ~0b1100) | (bestMode << 2)
    }
    if (best + byteHeader < byte) {
      byte = best + byteHeader
      from = (from & ~0b110000) | (bestMode << 4)
    }
    cameFrom[i] = from
  }
  let mode = 2
  if (alphanumeric < byte) mode = 1
  if (numeric < Math.min(alphanumeric, byte)) mode = 0
  // Walk back, turning each note into the mode of its unit.
  for (let i = length - 1; i >= 0; i--) {
    mode = (cameFrom[i]! >> (2 * mode)) & 3
    cameFrom[i] = mode
  }
  return cameFrom
}

function wholeBits(sixths: number): number {
  return (((sixths + 5) / 6) | 0) * 6
}

/** UTF-8 bytes to count for one UTF-16 unit; each half of a surrogate pair stands for two of the four. */
function utf8Units(unit: number): number {
  if (unit < 0x80) return 1
  if (unit < 0x800) return 2
  return unit >= 0xd800 && unit <= 0xdfff ? 2 : 3
}
