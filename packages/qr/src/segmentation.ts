import { VALUE } from './charset.ts'
import { checkSurrogates, COUNT_BITS, type Segment, type VersionRange } from './segments.ts'
import { utf8Length, utf8Size } from './utf8.ts'

const ECI_UTF8 = 26

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
  if (isBestAsAlphanumeric(text)) return [{ mode: 'alphanumeric', text }]
  const segments: Segment[] = []
  if (utf8Length(text) > text.length) {
    checkSurrogates(text)
    segments.push({ mode: 'eci', assignment: ECI_UTF8 })
  }
  const modes = bestModes(text, range)
  for (let start = 0, end = 0; start < text.length; start = end) {
    while (modes[end] === modes[start]) end++
    segments.push({ mode: MODES[modes[start]!]!, text: text.slice(start, end) })
  }
  return segments
}

/**
 * Text of the alphanumeric set without long runs of digits needs no search. A numeric segment inside it
 * costs two headers, at least 27 bits, and spares at most 26 with 12 digits; at either end it costs one,
 * at least 14 bits, and spares at most 13 with 6 digits.
 */
function isBestAsAlphanumeric(text: string): boolean {
  let digits = 0
  let most = 6
  for (let i = 0; i < text.length; i++) {
    const value = VALUE[text.charCodeAt(i)]!
    if (value < 10) {
      if (++digits > most) return false
    } else {
      if (!(value < 45)) return false
      digits = 0
      most = 12
    }
  }
  return most > 6 && digits < 7
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
    const value = unit < 128 ? VALUE[unit]! : 255
    numeric = value < 10 ? numeric + DIGIT : NEVER
    alphanumeric = value < 45 ? alphanumeric + ALPHANUMERIC : NEVER
    byte += BYTE * utf8Size(unit)
    // A segment ends at a whole bit. None ends inside a surrogate pair: both halves are byte only, so a
    // switch between them costs a header and gains nothing.
    const numericEnd = wholeBits(numeric)
    const alphanumericEnd = wholeBits(alphanumeric)
    const from = cheapest(numericEnd, alphanumericEnd, byte)
    const end = Math.min(numericEnd, alphanumericEnd, byte)
    const toNumeric = end + numericHeader
    const toAlphanumeric = end + alphanumericHeader
    const toByte = end + byteHeader
    cameFrom[i] =
      (toNumeric < numeric ? from : 0) |
      ((toAlphanumeric < alphanumeric ? from : 1) << 2) |
      ((toByte < byte ? from : 2) << 4)
    numeric = Math.min(numeric, toNumeric)
    alphanumeric = Math.min(alphanumeric, toAlphanumeric)
    byte = Math.min(byte, toByte)
  }
  let mode: number = cheapest(numeric, alphanumeric, byte)
  // Walk back, turning each note into the mode of its unit.
  for (let i = length - 1; i >= 0; i--) {
    mode = (cameFrom[i]! >> (2 * mode)) & 3
    cameFrom[i] = mode
  }
  return cameFrom
}

/** Index of the lowest cost, the last of equals. */
function cheapest(numeric: number, alphanumeric: number, byte: number): 0 | 1 | 2 {
  if (byte <= Math.min(numeric, alphanumeric)) return 2
  return alphanumeric <= numeric ? 1 : 0
}

function wholeBits(sixths: number): number {
  return (((sixths + 5) / 6) | 0) * 6
}
