import type { CompiledToken } from '../read/compiled-format.ts'
import { isEui64 } from '../record/eui64.ts'
import type { ValueFault } from '../issue/issue.ts'
import { type Charset, classOf, firstOutside, parseCharset, PRINTABLE, without } from './charset.ts'
import { type Extent, misfit } from './extent.ts'

/** One value between the record and the code, each way exact. */
export interface ValueCodec {
  /** Characters on the wire. */
  readonly extent: Extent
  /** Which characters can stand on the wire, in either direction. */
  readonly charset: Charset
  /** Whether the wire text of a value is the value itself. */
  readonly isVerbatim: boolean
  /** Codecs with the same name here give the same value for every wire text that both of them read. */
  readonly readsAs: string
  readonly toWire: (value: string) => string | ValueFault
  /** Whether case matters on the wire. */
  readonly isCased: boolean
  readonly wire: Wire
}

/** How the wire text is read. */
interface Wire {
  /** A character that it cannot have, as a regular expression, and what it can have, for people. */
  readonly stray?: string
  readonly expected?: string
  readonly isHex?: boolean
  readonly token?: CompiledToken
}

const HEX_DIGITS = parseCharset('0-9A-Fa-f')!
// A template in whole or in part: `XXXXXXXXXXXXXXXX`, `0004A31000XXXXXX`.
const PLACEHOLDER = /^[0-9A-F]*XX[0-9A-FX]*$/i

/** A fixed number of hex digits: EUIs, vendor IDs. Upper case; lower case, which occurs in the wild, is read. */
export function hexValue(digits: number): ValueCodec {
  const extent = { least: digits, most: digits }
  const canonical = new RegExp(`^[0-9A-F]{${digits}}$`)
  const isCanonical = digits === 16 ? isEui64 : (value: string) => canonical.test(value)
  const check = (text: string): ValueFault | undefined => {
    const at = firstOutside(HEX_DIGITS, text)
    if (at < 0 && text.length === digits) return undefined
    if (PLACEHOLDER.test(text)) return ['placeholder', 0]
    return (
      misfit(extent.least, extent.most, text.length) ?? ['invalid-character', at, { expected: 'hex digits' }]
    )
  }
  return {
    extent,
    charset: HEX_DIGITS,
    readsAs: 'hex',
    isVerbatim: false,
    // As nearly all values are.
    toWire: (value) => (isCanonical(value) ? value : (check(value) ?? value.toUpperCase())),
    isCased: false,
    wire: { isHex: true },
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
  // A code is printable throughout, and cut at its one separator: in its pieces, nothing else can be wrong.
  const cutsAll = separators === '' || (separators.length === 2 && separators[0] === separators[1])
  const check = (text: string): ValueFault | undefined => {
    const at = firstOutside(writable, text)
    if (at >= 0) return ['invalid-character', at, expected]
    return misfit(extent.least, extent.most, text.length)
  }
  return {
    extent,
    charset: readable,
    readsAs: 'verbatim',
    isVerbatim: true,
    toWire: (value) => check(value) ?? edgeFault(value) ?? value,
    isCased: readable.some((allowed, code) => allowed && code >= 0x61 && code <= 0x7a),
    wire: { ...(cutsAll && own === undefined ? {} : { stray: `[^${classOf(readable)}]` }), ...expected },
  }
}

// White space around a code is taken off on reading, so a value may not begin or end with it.
function edgeFault(value: string): ValueFault | undefined {
  if (value.startsWith(' ')) return ['invalid-character', 0]
  return value.endsWith(' ') ? ['invalid-character', value.length - 1] : undefined
}
