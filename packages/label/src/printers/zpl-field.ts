import { writeAscii } from './bytes.ts'
import { encodeError } from '../issue/encode-error.ts'

/** The most bytes of a UTF-16 unit: three of UTF-8, each escaped. */
export const FIELD_ROOM = 9

/**
 * Not loaded from each text: V8 has many kinds of strings (joined, cut out, of one byte or two), and when five of them
 * have come by, each load becomes a search. Half of all runs took a tenth longer.
 */
// oxlint-disable-next-line typescript/unbound-method -- called with a text as `this`
const { charCodeAt } = String.prototype

/** Writes a text as UTF-8 to the beginning of `bytes`, as `encodeInto` of the platform's `TextEncoder` does. */
export type WriteText = (text: string, bytes: Uint8Array) => unknown

/** Of shorter texts, reading each character takes less time than asking the platform for all of them. */
const LEAST_AT_ONCE = 24

const [SPACE, CARET, UNDERSCORE, TILDE, THIN_SPACE] = [0x20, 0x5e, 0x5f, 0x7e, 0x2009]

/**
 * Writes text as the data of a field with `^FH` and returns the position after it: characters that start a command,
 * and the bytes of UTF-8 beyond ASCII, become an underscore and two hexadecimal digits. A thin space, which printers'
 * fonts lack, becomes a space.
 *
 * @param field name of the text, for the error
 * @param writeText writes long texts in less time
 * @throws EncodeError `bad-character` (not printable, or above `highest`)
 */
export function writeFieldData(
  out: Uint8Array,
  from: number,
  text: string,
  field: string,
  highest: number,
  writeText?: WriteText,
): number {
  const { length } = text
  const first = writeText === undefined || length < LEAST_AT_ONCE ? 0 : writePlain(out, from, text, writeText)
  let at = from + first
  for (let position = first; position < length; position += 1) {
    const unit: number = charCodeAt.call(text, position)
    if (unit >= SPACE && unit < TILDE && unit !== CARET && unit !== UNDERSCORE) {
      out[at++] = unit
      continue
    }
    if (unit === THIN_SPACE && highest > TILDE) {
      out[at++] = SPACE
      continue
    }
    const escaped = escapedAt(text, position, field, highest)
    // Twelve characters are four bytes of UTF-8, which are two units of the text.
    if (escaped.length === 12) position += 1
    at = writeAscii(out, at, escaped)
  }
  return at
}

/**
 * Writes the characters before the first one that may not stand for itself, and gives how many they are. To read a
 * character of a text that was joined takes ten times as long as to read a byte.
 */
function writePlain(out: Uint8Array, from: number, text: string, writeText: WriteText): number {
  writeText(text, out.subarray(from))
  const end = from + text.length
  let at = from
  // Every byte of what is not ASCII lies above the tilde.
  for (; at < end; at += 1) {
    const unit = out[at]!
    if (unit < SPACE || unit >= TILDE || unit === CARET || unit === UNDERSCORE) break
  }
  return at - from
}

/** A function of its own, so that the loop stays short enough to be inlined into its callers. */
function escapedAt(text: string, position: number, field: string, highest: number): string {
  const point = text.codePointAt(position)!
  if (!isPrintable(point) || point > highest) throw encodeError({ code: 'bad-character', field, position })
  return escapedPoint(point)
}

function isPrintable(point: number): boolean {
  return point >= SPACE && !(point > TILDE && point < 0xa0) && !(point >= 0xd800 && point < 0xe000)
}

/** `encodeURIComponent` writes UTF-8 in the same way, with a percent sign. */
function escapedPoint(point: number): string {
  if (point > TILDE) return encodeURIComponent(String.fromCodePoint(point)).replaceAll('%', '_')
  return `_${point.toString(16).toUpperCase()}`
}
