import type { ValueFault } from '../issue/issue.ts'
import { type Extent, misfit } from './extent.ts'

/** Bytes as text over an alphabet of 2^bits characters, most significant bit first (RFC 4648, sections 4 to 8). */
export interface Radix {
  /** What its characters are, for people: `upper-case hex`. */
  readonly name: string
  readonly bits: number
  /** The alphabet in its order, with ranges: `A-Z2-7`. */
  readonly alphabet: string
  /** Whether text is filled up to whole groups of 4 with `=`. */
  readonly isPadded?: boolean
  /** The lengths that texts of whole bytes have, for people. */
  readonly lengths: string
}

/** A radix that is ready to use. */
export interface LinkedRadix extends Omit<Radix, 'alphabet'> {
  readonly characters: string
  readonly stray: RegExp
}

export function linkRadix(radix: Radix): LinkedRadix {
  const { alphabet, bits } = radix
  const characters = alphabet.replace(/(.)-(.)/g, (_, first: string, last: string) => {
    let range = ''
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code += 1)
      range += String.fromCharCode(code)
    return range
  })
  // Of bytes as they are, only those of printable ASCII are text.
  return { ...radix, characters, stray: new RegExp(`[^${bits === 8 ? ' -~' : alphabet}]`) }
}

/**
 * Writes the bytes of a text in another radix. Strict: of all texts of some bytes only the one that a writer makes is
 * accepted, so no two texts mean the same bytes.
 *
 * @param size how many bytes there may be; characters, where one side is text
 */
export function recode(text: string, from: LinkedRadix, to: LinkedRadix, size: Extent): string | ValueFault {
  const body = from.isPadded ? text.replace(/=?=?$/, '') : text
  const stray = body.search(from.stray)
  if (stray >= 0) return { code: 'invalid-character', at: stray, expected: from.name }
  const spare = (body.length * from.bits) % 8
  // A whole character left over belongs to no byte: no writer makes such a length. Padding fills groups of 4.
  if (spare >= from.bits || (from.isPadded && text.length % 4 > 0)) {
    return { code: 'wrong-length', at: 0, length: text.length, expected: from.lengths }
  }
  const mask = (1 << to.bits) - 1
  let recoded = ''
  let held = 0
  let count = 0
  for (const character of body) {
    held = ((held << from.bits) | from.characters.indexOf(character)) & 0xffff
    count += from.bits
    while (count >= to.bits) {
      count -= to.bits
      recoded += to.characters[(held >> count) & mask]!
    }
  }
  // RFC 4648 section 3.5: the bits that fill up the last character are zero.
  if (held & ((1 << spare) - 1)) return { code: 'not-canonical', at: body.length - 1 }
  const bytes = (body.length * from.bits - spare) / 8
  const fault = misfit(size, bytes)
  if (fault) return { ...fault, at: 0, ...(from.bits < 8 && to.bits < 8 ? { unit: 'bytes' } : {}) }
  // Zero bits fill up the last character; those of the other radix may have made one too many.
  recoded = (recoded + to.characters[(held << (to.bits - count)) & mask]!).slice(
    0,
    Math.ceil((bytes * 8) / to.bits),
  )
  if (to.bits === 8 && to.stray.test(recoded)) return { code: 'invalid-character', at: 0, expected: to.name }
  return to.isPadded ? recoded + '==='.slice((recoded.length + 3) % 4) : recoded
}
