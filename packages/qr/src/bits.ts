import { RADIX, VALUE } from './charset.ts'
import { COUNT_BITS, GROUP_BITS, rangeOf, type Segment } from './segments.ts'
import { utf8Bytes } from './utf8.ts'

/** Mode indicators (ISO/IEC 18004:2015, table 2). */
const INDICATOR = { numeric: 1, alphanumeric: 2, byte: 4, eci: 7 } as const

/**
 * Writes segments as the data codewords of a version (7.4), terminated and padded (7.4.9, 7.4.10).
 *
 * `codewords` holds room for `capacity` codewords and two more, since bits are put three bytes at a time.
 */
export function writeDataCodewords(
  segments: readonly Segment[],
  version: number,
  capacity: number,
  codewords: Uint8Array,
): void {
  codewords.fill(0)
  let at = 0
  for (const segment of segments) at = writeSegment(codewords, at, segment, version)
  // The terminator, up to 4 zero bits, and the bits to the end of its codeword are there already.
  let codeword = (Math.min(at + 4, 8 * capacity) + 7) >>> 3
  for (let pad = 0xec; codeword < capacity; pad ^= 0xec ^ 0x11) codewords[codeword++] = pad
}

function writeSegment(codewords: Uint8Array, start: number, segment: Segment, version: number): number {
  const { mode } = segment
  let at = put(codewords, start, INDICATOR[mode], 4)
  if (mode === 'eci') return put(codewords, at, segment.assignment, 8)
  const countBits = COUNT_BITS[mode][rangeOf(version)]
  const { text } = segment
  if (mode === 'byte') {
    const bytes = utf8Bytes(text)
    at = put(codewords, at, bytes.length, countBits)
    for (const byte of bytes) at = put(codewords, at, byte, 8)
    return at
  }
  at = put(codewords, at, text.length, countBits)
  // Groups of three digits or two characters, read as one number each (7.4.3, 7.4.4).
  const bits = GROUP_BITS[mode]
  const radix = RADIX[mode]
  for (let i = 0; i < text.length;) {
    let value = 0
    let count = 0
    for (; count < bits.length - 1 && i < text.length; count++)
      value = value * radix + VALUE[text.charCodeAt(i++)]!
    at = put(codewords, at, value, bits[count]!)
  }
  return at
}

/** Puts up to 16 bits at a bit position and gives the position after them. */
function put(codewords: Uint8Array, at: number, value: number, length: number): number {
  const byte = at >>> 3
  const aligned = value << (24 - length - (at & 7))
  codewords[byte]! |= aligned >>> 16
  codewords[byte + 1]! |= aligned >>> 8
  codewords[byte + 2]! |= aligned
  return at + length
}
