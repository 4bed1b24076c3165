import type { IssuedForm, WireForm } from '../format/document.ts'
import { parseCharset } from './charset.ts'
import type { Extent } from './extent.ts'
import { linkRadix, type Radix, recode } from './radix.ts'
import type { ValueCodec } from './value.ts'

const HEX_LENGTHS = 'an even number'
const OTHER_LENGTHS = 'one more or one less'

/** Every form in which a token is issued or stands in a code. */
export const RADICES: Readonly<Record<IssuedForm | WireForm, Radix>> = {
  base64: { name: 'base64', bits: 6, alphabet: 'A-Za-z0-9+/', isPadded: true, lengths: 'a multiple of 4' },
  base64url: { name: 'base64url', bits: 6, alphabet: 'A-Za-z0-9-_', lengths: OTHER_LENGTHS },
  hex: { name: 'upper-case hex', bits: 4, alphabet: '0-9A-F', lengths: HEX_LENGTHS },
  'hex-lower': { name: 'lower-case hex', bits: 4, alphabet: '0-9a-f', lengths: HEX_LENGTHS },
  base32: { name: 'base32', bits: 5, alphabet: 'A-Z2-7', lengths: OTHER_LENGTHS },
  // Each character is a byte, so that it has any length.
  text: { name: 'printable ASCII', bits: 8, alphabet: '\0-\xff', lengths: '' },
}

/**
 * Writes bytes as a token of the form in which a format has it issued; as upper-case hex where any text will do.
 * For programs that issue tokens; `encode` takes them as they are.
 *
 * @example
 * ```ts
 * formatToken(Uint8Array.of(0, 17, 34, 51), 'base64') // 'ABEiMw=='
 * ```
 */
export function formatToken(bytes: Uint8Array, form: IssuedForm): string {
  const hex = linkRadix(RADICES.hex)
  const text = Array.from(bytes, (byte) => hex.characters[byte >> 4]! + hex.characters[byte & 15]!).join('')
  // Whole bytes can be written in every radix, so this is no fault.
  return form === 'text' ? text : (recode(text, hex, linkRadix(RADICES[form]), ANY_SIZE) as string)
}

const ANY_SIZE: Extent = { least: 0, most: Number.POSITIVE_INFINITY }

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
  const [linkedOver, linkedFrom] = [linkRadix(over), linkRadix(from)]
  const extent = { least: lengthOf(over, bytes.least), most: lengthOf(over, bytes.most) }
  // Hex is read in either case; the padding belongs to the text as well.
  const characters =
    wire === 'hex' ? '0-9A-Fa-f' : over.isPadded === true ? `${over.alphabet}=` : over.alphabet
  return {
    extent,
    charset: parseCharset(characters)!,
    isVerbatim: issued === wire,
    readsAs: issued !== wire ? `${wire} as ${issued}` : wire === 'hex' ? 'hex' : 'verbatim',
    toWire: (value) => recode(value, linkedFrom, linkedOver, bytes),
    compiled: {
      ...extent,
      class: characters,
      ...(wire === 'hex' ? { hex: true } : {}),
      ...(over.bits === 6 ? { cased: true } : {}),
      token: { wire: over, issued: from, bytes },
    },
  }
}

/** Characters that so many bytes take, padding included. */
function lengthOf({ bits, isPadded }: Radix, bytes: number): number {
  return isPadded === true ? Math.ceil(bytes / 3) * 4 : Math.ceil((bytes * 8) / bits)
}
