import { type Charset, firstOutside, parseCharset, PRINTABLE, without } from './charset.ts'
import type { ValueFault, WarningCode } from '../issue/issue.ts'

/** How many characters, or bytes, a value may have. */
export interface Extent {
  readonly least: number
  readonly most: number
}

/** Takes note of something in a text that was put up with. */
type Notice = (code: Extract<WarningCode, 'lower-case-hex' | 'unsafe-character'>, at: number) => void

/** One value between the record and the code, each way exact. */
export interface ValueCodec {
  /** Characters on the wire. */
  readonly extent: Extent
  /** Which characters can stand on the wire, in either direction. */
  readonly charset: Charset
  /** Whether upper-casing the wire text loses nothing. */
  readonly caseless: boolean
  /** Whether the wire text of a value is the value itself. */
  readonly isVerbatim: boolean
  /** Codecs with the same name here give the same value for every wire text that both of them read. */
  readonly readsAs: string
  readonly toWire: (value: string) => string | ValueFault
  readonly fromWire: (text: string, notice: Notice) => string | ValueFault
}

const HEX_DIGITS = parseCharset('0-9A-Fa-f')!
// A template in whole or in part: `XXXXXXXXXXXXXXXX`, `0004A31000XXXXXX`.
const PLACEHOLDER = /^[0-9A-F]*X{2,}[0-9A-FX]*$/i
const UNSAFE = /[ %]/

export function describe({ least, most }: Extent): string {
  return least === most ? String(least) : `${least} to ${most}`
}

export function outside({ least, most }: Extent, length: number): boolean {
  return length < least || length > most
}

/** A fixed number of hex digits: EUIs, vendor IDs. Upper case; lower case, which occurs in the wild, is read. */
export function hexValue(digits: number): ValueCodec {
  const extent = { least: digits, most: digits }
  const check = (text: string): ValueFault | undefined => {
    const at = firstOutside(HEX_DIGITS, text)
    if (at < 0 && text.length === digits) return undefined
    if (PLACEHOLDER.test(text)) return { code: 'placeholder', at: 0 }
    if (text.length !== digits) return lengthFault(text.length, extent)
    return { code: 'invalid-character', at, expected: 'hex digits' }
  }
  return {
    extent,
    charset: HEX_DIGITS,
    caseless: true,
    readsAs: 'hex',
    isVerbatim: false,
    toWire: (value) => check(value) ?? value.toUpperCase(),
    fromWire: (text, notice) => {
      const fault = check(text)
      if (fault !== undefined) return fault
      const at = text.search(/[a-f]/)
      if (at >= 0) notice('lower-case-hex', at)
      return text.toUpperCase()
    },
  }
}

/** A charset as the document writes it, and what it means. */
interface OwnCharset {
  readonly written: string
  readonly charset: Charset
}

/**
 * Text carried as it is. Without a charset of its own it is printable ASCII but the separators, and neither space
 * nor `%`, which scanners that decode URLs destroy, is written.
 */
export function textValue(extent: Extent, own: OwnCharset | undefined, separators: string): ValueCodec {
  const readable = without(own?.charset ?? PRINTABLE, separators)
  const writable = own === undefined ? without(readable, ' %') : readable
  const expected = own === undefined ? {} : { expected: own.written }
  const check = (text: string, allowed: Charset): ValueFault | undefined => {
    const at = firstOutside(allowed, text)
    if (at >= 0) return { code: 'invalid-character', at, ...expected }
    return outside(extent, text.length) ? lengthFault(text.length, extent) : undefined
  }
  return {
    extent,
    charset: readable,
    readsAs: 'verbatim',
    isVerbatim: true,
    caseless: !readable.some((allowed, code) => allowed && code >= 0x61 && code <= 0x7a),
    toWire: (value) => check(value, writable) ?? edgeFault(value) ?? value,
    fromWire: (text, notice) => {
      const fault = check(text, readable)
      if (fault !== undefined) return fault
      if (own === undefined && UNSAFE.test(text)) notice('unsafe-character', text.search(UNSAFE))
      return text
    },
  }
}

export function lengthFault(length: number, extent: Extent, unit?: 'bytes'): ValueFault {
  const fault = { code: 'wrong-length', at: 0, length, expected: describe(extent) } as const
  return unit === undefined ? fault : { ...fault, unit }
}

// White space around a code is taken off on reading, so a value may not begin or end with it.
function edgeFault(value: string): ValueFault | undefined {
  if (value.startsWith(' ')) return { code: 'invalid-character', at: 0 }
  return value.endsWith(' ') ? { code: 'invalid-character', at: value.length - 1 } : undefined
}
