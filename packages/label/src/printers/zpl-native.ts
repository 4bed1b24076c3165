import type { ErrorCorrection } from '@claimtag/qr'
import { joinBytes } from './bytes.ts'
import { checkOption } from '../issue/encode-issue.ts'
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

/** Everything of a label but the data of its fields, which labels with the same places have in common. */
export interface NativeZplFrame {
  /** What goes before each field's data, and after the last. */
  readonly pieces: readonly Uint8Array[]
  /** How many of the fields are symbols, which are the first ones. */
  readonly symbols: number
}

/** The data of a label's fields: as many as its frame has symbols and texts. */
export interface NativeZplData {
  readonly codes: readonly string[]
  readonly texts: readonly string[]
}

// One buffer for all labels: joining the pieces of a label took most of its time.
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
  const codes = label.symbols.map(({ text }) => text)
  const texts = label.texts.map(({ text }) => text)
  return fillNativeZpl(nativeZplFrame(label, options), { codes, texts }).slice()
}

/**
 * Fills a frame, for a million labels that have everything at the same place.
 *
 * @returns what `encodeNativeZpl` gives, but only until the next label is made: a copy takes as long as the label
 * @throws ClaimtagError `bad-character`, `bad-option` (more or fewer codes or texts than the frame has places for)
 */
export function fillNativeZpl(
  { pieces, symbols }: NativeZplFrame,
  { codes, texts }: NativeZplData,
): Uint8Array {
  const others = pieces.length - 1 - symbols
  checkOption('codes', codes.length, symbols, symbols)
  checkOption('texts', texts.length, others, others)
  let next = 0
  let at = 0
  for (const code of codes) {
    at = writePiece(at, pieces[next++]!, code)
    at = writeFieldData(scratch, at, code, 'the symbol', 0x7e)
  }
  for (const text of texts) {
    at = writePiece(at, pieces[next++]!, text)
    at = writeFieldData(scratch, at, text, 'the text', 0x10ffff)
  }
  return scratch.subarray(0, writePiece(at, pieces[next]!, ''))
}

/** Writes a piece of the frame, and makes room for the data after it. */
function writePiece(at: number, piece: Uint8Array, data: string): number {
  const end = at + piece.length
  const room = end + data.length * FIELD_ROOM
  if (scratch.length < room) {
    const grown = new Uint8Array(2 * room)
    grown.set(scratch)
    scratch = grown
  }
  scratch.set(piece, at)
  return end
}

/**
 * What labels have in common whose fields are at the same places. What those of `label` say does not matter.
 *
 * @throws ClaimtagError `bad-option`
 */
export function nativeZplFrame(
  { width, height, symbols, texts }: NativeZplLabel,
  options: ZplOptions = {},
): NativeZplFrame {
  checkOption('width', width, 1, 32_000)
  checkOption('height', height, 1, 32_000)
  const pieces: Uint8Array[] = []
  // Firmware moves a QR symbol down by the bar code height of ^BY, 10 dots by default; 1 is the least it takes.
  let before = `${zplOpening(width, height, options)}^CI28^BY2,3,1`
  function addField(x: number, y: number, command: string): void {
    checkOption('x', x, 0, 32_000)
    checkOption('y', y, 0, 32_000)
    pieces.push(joinBytes([`${before}^FO${x},${y}${command}`]))
    before = '^FS'
  }
  for (const { errorCorrection, magnification, x, y } of symbols) {
    checkOption('magnification', magnification, 1, 10)
    addField(x, y, `^BQN,2,${magnification}^FH^FD${errorCorrection}A,`)
  }
  for (const { height: cell, x, y } of texts) {
    checkOption('height', cell, 10, 32_000)
    addField(x, y, `^A0N,${cell}^FH^FD`)
  }
  pieces.push(joinBytes([before + zplClosing(options)]))
  return { pieces, symbols: symbols.length }
}
