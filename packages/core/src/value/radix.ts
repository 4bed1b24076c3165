// Bytes as text over an alphabet of 2^bits characters, most significant bit first (RFC 4648, sections 4 to 8).

export interface Radix {
  /** For people: `base32`. */
  readonly name: string
  readonly bits: 4 | 5 | 6
  readonly alphabet: string
  /** Character codes of the alphabet. */
  readonly codes: readonly number[]
  readonly values: Int8Array
  /** Whether text is filled up to whole groups with `=`. */
  readonly padded: boolean
}

/** Why a text is not the canonical text of any bytes, and where. */
export interface RadixFault {
  readonly code: 'invalid-character' | 'wrong-length' | 'not-canonical'
  readonly at: number
}

const PADDING = 0x3d
/** Engines take this many arguments in one call, and a good deal more; a token is far shorter. */
const MOST_ARGUMENTS = 4096

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export const HEX = radix('upper-case hex', 4, '0123456789ABCDEF')
export const HEX_LOWER = radix('lower-case hex', 4, '0123456789abcdef')
export const BASE32 = radix('base32', 5, `${UPPER}234567`)
export const BASE64 = radix('base64', 6, `${UPPER}${UPPER.toLowerCase()}0123456789+/`, true)
export const BASE64URL = radix('base64url', 6, `${UPPER}${UPPER.toLowerCase()}0123456789-_`)

function radix(name: string, bits: Radix['bits'], alphabet: string, padded = false): Radix {
  const values = new Int8Array(128).fill(-1)
  for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value
  const codes = Array.from(alphabet, (character) => character.charCodeAt(0))
  return { name, bits, alphabet, codes, values, padded }
}

/** Characters that `bytes` bytes take, padding included. */
export function radixLength({ bits, padded }: Radix, bytes: number): number {
  return padded ? Math.ceil(bytes / 3) * 4 : Math.ceil((bytes * 8) / bits)
}

export function toRadix(bytes: Uint8Array, { bits, codes, padded }: Radix): string {
  const mask = (1 << bits) - 1
  const text: number[] = []
  let held = 0
  let count = 0
  for (let i = 0; i < bytes.length; i += 1) {
    // At most 4 bits are held back, so 12 bits are the most that matter.
    held = ((held << 8) | bytes[i]!) & 0xfff
    count += 8
    while (count >= bits) {
      count -= bits
      text.push(codes[(held >>> count) & mask]!)
    }
  }
  if (count > 0) text.push(codes[(held << (bits - count)) & mask]!)
  if (padded) while (text.length % 4 !== 0) text.push(PADDING)
  return textOf(text)
}

/** A text grown by one character at a time is a chain of as many pieces, so all of them are put in at once. */
function textOf(codes: readonly number[]): string {
  if (codes.length <= MOST_ARGUMENTS) return String.fromCharCode(...codes)
  return textOf(codes.slice(0, MOST_ARGUMENTS)) + textOf(codes.slice(MOST_ARGUMENTS))
}

/** Strict: exactly the texts that `toRadix` makes are accepted, so no two texts mean the same bytes. */
export function fromRadix(text: string, { bits, values, padded }: Radix): Uint8Array | RadixFault {
  const padding = !padded ? 0 : text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const end = text.length - padding
  const bytes = new Uint8Array(Math.floor((end * bits) / 8))
  let filled = 0
  let held = 0
  let count = 0
  for (let i = 0; i < end; i += 1) {
    const code = text.charCodeAt(i)
    const value = code < 128 ? values[code]! : -1
    if (value < 0) return { code: 'invalid-character', at: i }
    held = ((held << bits) | value) & 0x1fff
    count += bits
    if (count >= 8) {
      count -= 8
      bytes[filled] = held >>> count
      filled += 1
    }
  }
  // A whole character left over belongs to no byte: no encoder makes such a length. Padding fills groups of 4.
  if (count >= bits || (padded && text.length % 4 !== 0)) return { code: 'wrong-length', at: text.length }
  // RFC 4648 section 3.5: the bits that fill up the last character are zero.
  if ((held & ((1 << count) - 1)) !== 0) return { code: 'not-canonical', at: end - 1 }
  return bytes
}
