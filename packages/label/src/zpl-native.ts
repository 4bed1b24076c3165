import type { ErrorCorrection } from '@claimtag/qr'
import { joinBytes } from './bytes.ts'
import { checkOption, printerError } from './printer-issue.ts'
import { zplClosing, zplOpening, type ZplOptions } from './zpl-format.ts'

/** A label that the printer draws itself. All lengths are dots. */
export interface NativeZplLabel {
  readonly width: number
  readonly height: number
  readonly symbols: readonly NativeZplSymbol[]
  readonly texts: readonly NativeZplText[]
}

export interface NativeZplSymbol {
  /** Printable ASCII, as every code of ours is. */
  readonly text: string
  readonly errorCorrection: ErrorCorrection
  /** Dots a module, 1 to 10. */
  readonly magnification: number
  /** Top left module, without the quiet zone. */
  readonly x: number
  readonly y: number
}

export interface NativeZplText {
  readonly text: string
  readonly x: number
  readonly y: number
  /** Of the character cell, 10 to 32,000. A capital letter of font 0 is about 0.7 of it. */
  readonly height: number
}

/**
 * A label in ZPL's own commands, a thirtieth of the bytes of a raster: the printer draws the symbol (`^BQ`) and the
 * text (`^A0`). What it draws is its firmware's choice: version, segments and mask of the symbol may differ from
 * those of the plan, and so its size; the font is the printer's, and a character it lacks is left out. Nothing
 * can be verified before it is printed: read the printed label, or print the raster (`encodeZpl`) instead.
 *
 * @throws ClaimtagError `bad-character` (text that is not printable, or a symbol's that is not ASCII),
 *   `bad-option` (a length that the command does not take)
 * @see ZPL II Programming Guide: `^BQ` with "Considerations for ^FD When Using the QR Code", `^A`, `^CI`, `^FH`
 * @example
 * ```ts
 * const symbol = { text: code, errorCorrection: 'M', magnification: 5, x: 20, y: 20 } as const
 * const zpl = encodeNativeZpl({ width: 400, height: 200, symbols: [symbol], texts: [] })
 * ```
 */
export function encodeNativeZpl(label: NativeZplLabel, options: ZplOptions = {}): Uint8Array {
  checkOption('width', label.width, 1, 32_000)
  checkOption('height', label.height, 1, 32_000)
  // Firmware moves a QR symbol down by the bar code height of ^BY, 10 dots by default; 1 is the least it takes.
  let zpl = `${zplOpening(label.width, label.height, options)}^CI28^BY2,3,1`
  for (const symbol of label.symbols) {
    checkOption('magnification', symbol.magnification, 1, 10)
    const data = escaped(symbol.text, 'the symbol', 0x7e)
    zpl += `${origin(symbol)}^BQN,2,${symbol.magnification}^FH^FD${symbol.errorCorrection}A,${data}^FS`
  }
  for (const text of label.texts) {
    checkOption('height', text.height, 10, 32_000)
    zpl += `${origin(text)}^A0N,${text.height}^FH^FD${escaped(text.text, 'the text', 0x10ffff)}^FS`
  }
  return joinBytes([zpl, zplClosing(options)])
}

function origin({ x, y }: { readonly x: number; readonly y: number }): string {
  checkOption('x', x, 0, 32_000)
  checkOption('y', y, 0, 32_000)
  return `^FO${x},${y}`
}

/** `^FH`: an underscore and two hexadecimal digits for what starts a command, and for UTF-8 beyond ASCII. */
function escaped(text: string, field: string, highest: number): string {
  if (/^[ -\]`-}]*$/.test(text)) return text
  let result = ''
  for (let position = 0; position < text.length; position += 1) {
    const point = text.codePointAt(position)!
    if (!isPrintable(point) || point > highest) throw printerError({ code: 'bad-character', field, position })
    const character = text[position]!
    if (point > 0xffff) position += 1
    if (point > 0x7e) result += utf8Escapes(point)
    else result += '^_~'.includes(character) ? hexEscape(point) : character
  }
  return result
}

function isPrintable(point: number): boolean {
  return point >= 0x20 && !(point >= 0x7f && point < 0xa0) && !(point >= 0xd800 && point < 0xe000)
}

function utf8Escapes(point: number): string {
  const tail = (shift: number): string => hexEscape(0x80 | ((point >>> shift) & 0x3f))
  if (point < 0x800) return hexEscape(0xc0 | (point >>> 6)) + tail(0)
  if (point < 0x10000) return hexEscape(0xe0 | (point >>> 12)) + tail(6) + tail(0)
  return hexEscape(0xf0 | (point >>> 18)) + tail(12) + tail(6) + tail(0)
}

function hexEscape(byte: number): string {
  return `_${byte.toString(16).toUpperCase()}`
}
