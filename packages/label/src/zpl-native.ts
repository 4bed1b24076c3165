import type { ErrorCorrection } from '@claimtag/qr'
import { joinBytes } from './bytes.ts'
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

/** Everything of a label but the data of its fields, which labels of one shape have in common. */
interface Frame {
  /** What it was made for. */
  readonly lengths: Lengths
  /** What goes before each field's data, and after the last. */
  readonly pieces: readonly Uint8Array[]
}

type Lengths = readonly (number | undefined)[]

// One buffer for all labels, and the frame of the one before: joining the pieces of a label took most of its time.
let scratch = new Uint8Array(2048)
let frame: Frame = { lengths: [], pieces: [] }

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
  return viewNativeZpl(label, options).slice()
}

/**
 * What `encodeNativeZpl` gives, for a million labels that are looked at one by one: until the next one is encoded. A copy
 * of its own takes a third of the time.
 *
 * @throws ClaimtagError `bad-character`, `bad-option`
 */
export function viewNativeZpl(label: NativeZplLabel, options: ZplOptions = {}): Uint8Array {
  return scratch.subarray(0, write(label, options))
}

/** Writes a label from the beginning of the buffer and gives its length. */
function write(label: NativeZplLabel, options: ZplOptions): number {
  const lengths = lengthsOf(label, options)
  if (!isEqual(lengths, frame.lengths)) frame = { lengths, pieces: piecesOf(label, options) }
  const { pieces } = frame
  let next = 0
  let at = 0
  for (const { text } of label.symbols) {
    at = writePiece(at, pieces[next++]!, text)
    at = writeFieldData(scratch, at, text, 'the symbol', 0x7e)
  }
  for (const { text } of label.texts) {
    at = writePiece(at, pieces[next++]!, text)
    at = writeFieldData(scratch, at, text, 'the text', 0x10ffff)
  }
  return writePiece(at, pieces[next]!, '')
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

/** All that decides the frame. */
function lengthsOf({ width, height, symbols, texts }: NativeZplLabel, options: ZplOptions): Lengths {
  const { copies, darkness, speed, offset } = options
  const lengths = [width, height, copies, darkness, speed, offset?.x, offset?.y, symbols.length]
  for (const { errorCorrection, magnification, x, y } of symbols) {
    lengths.push(errorCorrection.charCodeAt(0), magnification, x, y)
  }
  for (const { x, y, height: cell } of texts) lengths.push(x, y, cell)
  return lengths
}

function isEqual(some: Lengths, others: Lengths): boolean {
  return some.length === others.length && some.every((length, index) => length === others[index])
}

function piecesOf({ width, height, symbols, texts }: NativeZplLabel, options: ZplOptions): Uint8Array[] {
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
  return pieces
}
