import type { ValueFault } from '../issue/issue.ts'
import { misfit } from './extent.ts'
import { remembered } from './remembered.ts'

/**
 * Bytes as text over an alphabet of 2^bits characters, most significant bit first (RFC 4648, sections 4 to 8).
 * A list, since it is part of compiled formats.
 */
export type Radix = readonly [
  /** What its characters are, for people: `upper-case hex`. */
  name: string,
  bits: number,
  /** The character of each value. */
  alphabet: string,
  /** The lengths that texts of whole bytes have, for people. */
  lengths: string,
  /** Whether text is filled up to whole groups of 4 with `=`. */
  isPadded?: boolean | number,
]

/** The values of characters by their codes: searching for each in the alphabet took most of the time. */
const valuesOf = /* @__PURE__ */ remembered((alphabet) => {
  const values: number[] = []
  for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value
  return values
})

/**
 * Writes the bytes of a text in another radix. Strict: of all texts of some bytes only the one that a writer makes is
 * accepted, so no two texts mean the same bytes.
 *
 * @param least how many bytes there may be, and `most`; characters, where one side is text
 */
export function recode(
  text: string,
  [name, bits, alphabet, lengths, isPadded]: Radix,
  [otherName, otherBits, other, , isOtherPadded]: Radix,
  least: number,
  most: number,
): string | ValueFault {
  const body = isPadded ? text.replace(/=?=?$/, '') : text
  const values = valuesOf(alphabet)
  const mask = 2 ** otherBits - 1
  let recoded = ''
  let held = 0
  let count = 0
  for (let at = 0; at < body.length; at += 1) {
    const value = values[body.charCodeAt(at)]
    if (value === undefined) return ['invalid-character', at, { expected: name }]
    held = ((held << bits) | value) & 0xffff
    for (count += bits; count >= otherBits; recoded += other[(held >> count) & mask]!) count -= otherBits
  }
  const spare = (body.length * bits) % 8
  // A whole character left over belongs to no byte: no writer makes such a length. Padding fills groups of 4.
  if (spare >= bits || (isPadded && text.length % 4)) {
    return ['wrong-length', 0, { length: text.length, expected: lengths }]
  }
  // RFC 4648 section 3.5: the bits that fill up the last character are zero.
  if (held % 2 ** spare) return ['not-canonical', body.length - 1]
  const bytes = (body.length * bits - spare) / 8
  const fault = misfit(least, most, bytes)
  if (fault) return ['wrong-length', 0, { ...fault[2]!, unit: 'bytes' }]
  // Zero bits fill up the last character here, too; those of the text may have made one too many.
  recoded += other[(held << (otherBits - count)) & mask]!
  recoded = recoded.slice(0, Math.ceil((bytes * 8) / otherBits))
  // Bytes that stand for themselves may be anything.
  if (/[^ -~]/.test(recoded)) return ['invalid-character', 0, { expected: otherName }]
  return isOtherPadded ? recoded + '==='.slice((recoded.length + 3) % 4) : recoded
}
