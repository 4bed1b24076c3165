import type { ErrorCorrection } from '@claimtag/qr'
import { writeAscii, writeNumber } from './bytes.ts'
import { checkOption } from './printer-issue.ts'
import { FIELD_ROOM, writeFieldData } from './zpl-field.ts'
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

/** Longest commands around a field's data, with room to spare. */
const COMMAND_BYTES = 128

// One buffer for all labels, of which each result is a copy: at a printer's speed a label is written in no time, and
// joining its pieces took most of it.
let scratch = new Uint8Array(2048)

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
  return scratch.slice(0, write(label, options))
}

/**
 * Throws what `encodeNativeZpl` throws, and makes nothing: for a million labels that are to be looked at first.
 *
 * @throws ClaimtagError `bad-character`, `bad-option`
 */
export function checkNativeZpl(label: NativeZplLabel): void {
  write(label, {})
}

/** Writes a label from the beginning of the buffer and gives its length. */
function write({ width, height, symbols, texts }: NativeZplLabel, options: ZplOptions): number {
  checkOption('width', width, 1, 32_000)
  checkOption('height', height, 1, 32_000)
  let at = writeAscii(scratch, 0, zplOpening(width, height, options))
  // Firmware moves a QR symbol down by the bar code height of ^BY, 10 dots by default; 1 is the least it takes.
  at = writeAscii(scratch, at, '^CI28^BY2,3,1')
  for (const { text, errorCorrection, magnification, x, y } of symbols) {
    checkOption('magnification', magnification, 1, 10)
    at = writeOrigin(at, text, x, y)
    at = writeAscii(scratch, at, '^BQN,2,')
    at = writeNumber(scratch, at, magnification)
    at = writeAscii(scratch, at, '^FH^FD')
    at = writeAscii(scratch, at, errorCorrection)
    at = writeAscii(scratch, at, 'A,')
    at = writeFieldData(scratch, at, text, 'the symbol', 0x7e)
    at = writeAscii(scratch, at, '^FS')
  }
  for (const { text, height: cell, x, y } of texts) {
    checkOption('height', cell, 10, 32_000)
    at = writeOrigin(at, text, x, y)
    at = writeAscii(scratch, at, '^A0N,')
    at = writeNumber(scratch, at, cell)
    at = writeAscii(scratch, at, '^FH^FD')
    at = writeFieldData(scratch, at, text, 'the text', 0x10ffff)
    at = writeAscii(scratch, at, '^FS')
  }
  return writeAscii(scratch, at, zplClosing(options))
}

/** Where a field begins, and room for all of it. */
function writeOrigin(from: number, text: string, x: number, y: number): number {
  checkOption('x', x, 0, 32_000)
  checkOption('y', y, 0, 32_000)
  const room = from + text.length * FIELD_ROOM + 2 * COMMAND_BYTES
  if (scratch.length < room) {
    const grown = new Uint8Array(2 * room)
    grown.set(scratch)
    scratch = grown
  }
  let at = writeAscii(scratch, from, '^FO')
  at = writeNumber(scratch, at, x)
  at = writeAscii(scratch, at, ',')
  return writeNumber(scratch, at, y)
}
