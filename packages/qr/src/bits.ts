import { ALPHANUMERIC_VALUE } from './charset.ts'
import { COUNT_BITS, eciBits, rangeOf, type Segment } from './segments.ts'
import { utf8Bytes } from './utf8.ts'

/** Mode indicators (ISO/IEC 18004:2015, table 2). */
const INDICATOR = { numeric: 0b0001, alphanumeric: 0b0010, byte: 0b0100, eci: 0b0111 } as const

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
  const at = put(codewords, start, INDICATOR[segment.mode], 4)
  const range = rangeOf(version)
  switch (segment.mode) {
    case 'numeric':
      return writeNumeric(
        codewords,
        put(codewords, at, segment.text.length, COUNT_BITS.numeric[range]),
        segment.text,
      )
    case 'alphanumeric':
      return writeAlphanumeric(
        codewords,
        put(codewords, at, segment.text.length, COUNT_BITS.alphanumeric[range]),
        segment.text,
      )
    case 'byte': {
      const bytes = 'bytes' in segment ? segment.bytes : utf8Bytes(segment.text)
      return writeBytes(codewords, put(codewords, at, bytes.length, COUNT_BITS.byte[range]), bytes)
    }
    default:
      return writeEci(codewords, at, segment.assignment)
  }
}

/** Three digits in 10 bits, two in 7, one in 4 (7.4.3). */
function writeNumeric(codewords: Uint8Array, start: number, text: string): number {
  let at = start
  let i = 0
  for (; i + 3 <= text.length; i += 3) {
    const value =
      (text.charCodeAt(i) - 48) * 100 + (text.charCodeAt(i + 1) - 48) * 10 + text.charCodeAt(i + 2) - 48
    at = put(codewords, at, value, 10)
  }
  if (text.length - i === 2) {
    return put(codewords, at, (text.charCodeAt(i) - 48) * 10 + text.charCodeAt(i + 1) - 48, 7)
  }
  return text.length - i === 1 ? put(codewords, at, text.charCodeAt(i) - 48, 4) : at
}

/** Two characters in 11 bits, one in 6 (7.4.4). */
function writeAlphanumeric(codewords: Uint8Array, start: number, text: string): number {
  let at = start
  let i = 0
  for (; i + 2 <= text.length; i += 2) {
    const value = ALPHANUMERIC_VALUE[text.charCodeAt(i)]! * 45 + ALPHANUMERIC_VALUE[text.charCodeAt(i + 1)]!
    at = put(codewords, at, value, 11)
  }
  return i < text.length ? put(codewords, at, ALPHANUMERIC_VALUE[text.charCodeAt(i)]!, 6) : at
}

/** Each byte in 8 bits (7.4.5). */
function writeBytes(codewords: Uint8Array, start: number, bytes: Uint8Array): number {
  let at = start
  for (const byte of bytes) at = put(codewords, at, byte, 8)
  return at
}

/** One, two or three codewords that begin with 0, 10 or 110 (7.4.2, table 4). */
function writeEci(codewords: Uint8Array, at: number, assignment: number): number {
  const bits = eciBits(assignment)
  if (bits === 8) return put(codewords, at, assignment, 8)
  if (bits === 16) return put(codewords, at, 0x8000 | assignment, 16)
  return put(codewords, put(codewords, at, 0xc0 | (assignment >> 16), 8), assignment & 0xffff, 16)
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
