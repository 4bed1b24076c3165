import { VALUE } from '../segments/charset.ts'
import { COUNT_BITS, MODES, rangeOf, type Segment } from '../segments/segments.ts'
import { utf8 } from '../segments/utf8.ts'

/**
 * Writes segments as the data codewords of a version (7.4), terminated and padded (7.4.9, 7.4.10).
 *
 * `codewords` has to be longer than `capacity` by two, since bits are written three bytes at a time.
 */
export function writeDataCodewords(
  segments: readonly Segment[],
  version: number,
  capacity: number,
  codewords: Uint8Array,
): void {
  codewords.fill(0)
  let at = 0
  for (const segment of segments) {
    const { mode } = segment
    // Mode indicators are 1, 2, 4 and 7 (table 2).
    if (mode === 'eci') {
      at = put(codewords, at, (7 << 8) | segment.assignment, 12)
      continue
    }
    const number = MODES.indexOf(mode)
    at = put(codewords, at, 1 << number, 4)
    const text = mode === 'byte' ? utf8(segment.text) : segment.text
    at = put(codewords, at, text.length, COUNT_BITS[mode][rangeOf(version)])
    // Groups of three digits or two characters are read as one number each (7.4.3, 7.4.4).
    const group = 3 - number
    const radix = [10, 45, 256][number]!
    for (let i = 0; i < text.length;) {
      let value = 0
      let count = 0
      for (; count < group && i < text.length; count++) {
        const unit = text.charCodeAt(i++)
        value = value * radix + (radix > 45 ? unit : VALUE[unit]!)
      }
      // Digits take 4, 7, 10 bits, alphanumeric characters 6, 11, bytes 8.
      at = put(codewords, at, value, count * (9 - 2 * group) + 1)
    }
  }
  // The terminator, up to 4 zero bits, and the bits to the end of its codeword are there already.
  let codeword = (Math.min(at + 4, 8 * capacity) + 7) >>> 3
  for (let pad = 0xec; codeword < capacity; pad ^= 0xec ^ 0x11) codewords[codeword++] = pad
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
