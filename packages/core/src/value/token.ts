import type { IssuedForm, WireForm } from '../format/document.ts'
import { parseCharset } from './charset.ts'
import type { Extent } from './extent.ts'
import { quickRecode } from './quick-recode.ts'
import { type Radix, recode } from './radix.ts'
import type { ValueCodec } from './value.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LETTERS_AND_DIGITS = `${LETTERS}${LETTERS.toLowerCase()}0123456789`
const HEX_LENGTHS = 'an even number'
const OTHER_LENGTHS = 'one more or one less'

/** Every form in which a token is issued or stands in a code. */
export const RADICES: Readonly<Record<IssuedForm | WireForm, Radix>> = {
  base64: ['base64', 6, `${LETTERS_AND_DIGITS}+/`, 'a multiple of 4', 1],
  base64url: ['base64url', 6, `${LETTERS_AND_DIGITS}-_`, OTHER_LENGTHS],
  hex: ['upper-case hex', 4, '0123456789ABCDEF', HEX_LENGTHS],
  'hex-lower': ['lower-case hex', 4, '0123456789abcdef', HEX_LENGTHS],
  base32: ['base32', 5, `${LETTERS}234567`, OTHER_LENGTHS],
  // Each character is a byte, so that a text may have any length.
  text: [
    'printable ASCII',
    8,
    Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join(''),
    '',
  ],
}

/**
 * Writes bytes as a token in the form in which it is issued, or stands in a code; as upper-case hex where any text is
 * allowed. For programs that issue tokens; `encode` takes them as they are.
 *
 * @example
 * ```ts
 * import { formatToken } from '@claimtag/core'
 *
 * console.log(formatToken(Uint8Array.of(0, 17, 34, 51), 'base64')) // ABEiMw==
 * ```
 */
export function formatToken(bytes: Uint8Array, form: IssuedForm | WireForm): string {
  const [, bits, alphabet, , isPadded] = RADICES[form === 'text' ? 'hex' : form]
  const mask = 2 ** bits - 1
  let text = ''
  let held = 0
  let count = 0
  for (let at = 0; at < bytes.length; at += 1) {
    held = ((held << 8) | bytes[at]!) & 0xffff
    for (count += 8; count >= bits; text += alphabet[(held >> count) & mask]!) count -= bits
  }
  // Zero bits fill up the last character.
  if (count > 0) text += alphabet[(held << (bits - count)) & mask]!
  return isPadded ? text + '==='.slice((text.length + 3) % 4) : text
}

/** The wire form that carries an issued form character by character. */
export const VERBATIM: Readonly<Record<IssuedForm, WireForm>> = {
  base64: 'base64',
  base64url: 'base64url',
  hex: 'hex',
  'hex-lower': 'hex',
  text: 'text',
}

/** The token: text exactly as issued on one side, its wire form on the other. */
export function tokenValue(issued: IssuedForm, wire: Exclude<WireForm, 'text'>, bytes: Extent): ValueCodec {
  const over = RADICES[wire]
  const from = RADICES[issued]
  const [, bits, alphabet, , isPadded] = over
  // Hex is read in either case; the padding belongs to the text as well.
  const charset = parseCharset(wire === 'hex' ? '0-9A-Fa-f' : isPadded ? `${alphabet}=` : alphabet)!
  const quick = quickRecode(from, over, bytes)
  return {
    extent: { least: lengthOf(over, bytes.least), most: lengthOf(over, bytes.most) },
    charset,
    isVerbatim: issued === wire,
    readsAs: issued !== wire ? `${wire} as ${issued}` : wire === 'hex' ? 'hex' : 'verbatim',
    toWire: (value) => {
      const wireText = quick(value)
      if (wireText !== undefined) return wireText
      const at = value.search(/[^ -~]/)
      if (at >= 0) return ['invalid-character', at, { expected: from[0] }]
      return recode(value, from, over, bytes.least, bytes.most)
    },
    isCased: bits === 6,
    wire: { isHex: wire === 'hex', token: [over, from, bytes.least, bytes.most] },
  }
}

/** Characters that so many bytes take, padding included. */
function lengthOf([, bits, , , isPadded]: Radix, bytes: number): number {
  return isPadded ? Math.ceil(bytes / 3) * 4 : Math.ceil((bytes * 8) / bits)
}
