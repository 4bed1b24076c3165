import { parseCharset, type Charset } from './charset.ts'
import type { IssuedForm, WireForm } from '../format/document.ts'
import {
  BASE32,
  BASE64,
  BASE64URL,
  fromRadix,
  HEX,
  HEX_LOWER,
  type Radix,
  radixLength,
  toRadix,
} from './radix.ts'
import { type Extent, lengthFault, outside, type ValueCodec } from './value.ts'
import type { ValueFault } from '../issue/issue.ts'

const ISSUED: Readonly<Record<IssuedForm, Radix | undefined>> = {
  base64: BASE64,
  base64url: BASE64URL,
  hex: HEX,
  'hex-lower': HEX_LOWER,
  text: undefined,
}

const WIRE: Readonly<Record<Exclude<WireForm, 'text'>, Radix>> = {
  base64: BASE64,
  base64url: BASE64URL,
  hex: HEX,
  base32: BASE32,
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
  return toRadix(bytes, ISSUED[form] ?? HEX)
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
  const over = WIRE[wire]
  const from = ISSUED[issued]
  // What is issued as text is counted in characters.
  const unit = from === undefined ? undefined : 'bytes'
  const convert = (
    text: string,
    parse: (text: string) => Uint8Array | ValueFault,
    print: (bytes: Uint8Array) => string | ValueFault,
  ): string | ValueFault => {
    const parsed = parse(text)
    if (!(parsed instanceof Uint8Array)) return parsed
    return outside(bytes, parsed.length) ? lengthFault(parsed.length, bytes, unit) : print(parsed)
  }
  const parseIssued = from === undefined ? asciiBytes : (text: string) => strict(text, from)
  const printIssued = from === undefined ? asciiText : (value: Uint8Array) => toRadix(value, from)
  return {
    extent: { least: radixLength(over, bytes.least), most: radixLength(over, bytes.most) },
    charset: wireCharset(over),
    caseless: over.bits < 6,
    isVerbatim: from === over,
    readsAs: from !== over ? `${wire} as ${issued}` : over === HEX ? 'hex' : 'verbatim',
    toWire: (value) => convert(value, parseIssued, (parsed) => toRadix(parsed, over)),
    fromWire: (text, notice) => {
      const at = over === HEX ? text.search(/[a-f]/) : -1
      if (at >= 0) notice('lower-case-hex', at)
      return convert(at >= 0 ? text.toUpperCase() : text, (wired) => strict(wired, over), printIssued)
    },
  }
}

function strict(text: string, radix: Radix): Uint8Array | ValueFault {
  const parsed = fromRadix(text, radix)
  if (parsed instanceof Uint8Array) return parsed
  const { code, at } = parsed
  if (code === 'invalid-character') return { code, at, expected: radix.name }
  return code === 'wrong-length'
    ? { code, at: 0, length: text.length, expected: wholeBytes(radix) }
    : { code, at }
}

/** The lengths that texts of whole bytes have, for people. */
function wholeBytes({ bits, padded }: Radix): string {
  return padded ? 'a multiple of 4' : bits === 4 ? 'an even number' : 'one more or one less'
}

function asciiBytes(text: string): Uint8Array | ValueFault {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code > 0x7e) return { code: 'invalid-character', at: i, expected: 'printable ASCII' }
    bytes[i] = code
  }
  return bytes
}

function asciiText(bytes: Uint8Array): string | ValueFault {
  const text = String.fromCharCode(...bytes)
  const parsed = asciiBytes(text)
  return parsed instanceof Uint8Array ? text : { ...parsed, at: 0 }
}

function wireCharset(radix: Radix): Charset {
  // Hex is read in either case; the padding belongs to the text as well.
  const text = radix === HEX ? '0-9A-Fa-f' : radix.alphabet
  return parseCharset(radix.padded ? `${text}=` : text)!
}
