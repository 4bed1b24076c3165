import { checkOption } from '../issue/encode-error.ts'
import type { LabelContent } from '../layout/content.ts'
import { joinBytes } from './bytes.ts'
import { FIELD_ROOM, writeFieldData, type WriteText } from './zpl-field.ts'
import { zplClosing, zplOpening, type ZplOptions } from './zpl-format.ts'
import { reserve, type StreamBuffer } from './stream-buffer.ts'
import type { NativeZplLabel } from './zpl-native.ts'

/** A label without the data of its fields, which all labels with fields at the same places have in common. */
export interface NativeZplFrame {
  /** The bytes before each field's data, and after the last. */
  readonly pieces: readonly Uint8Array[]
  /** How many of the fields are symbols; they come first. */
  readonly symbols: number
}

/**
 * Fills a frame with as many codes and texts as it has symbols and texts.
 *
 * @param buffer used for one label after another: joining the pieces of each took most of its time
 * @returns a part of the buffer, valid until the buffer is used again: copying it takes as long as making it
 * @throws EncodeError `bad-character`, `bad-option` (more or fewer codes or texts than the frame has places for)
 */
export function fillZplFrame(
  buffer: StreamBuffer,
  { pieces, symbols }: NativeZplFrame,
  { codes, texts }: LabelContent,
  writeText?: WriteText,
): Uint8Array {
  const others = pieces.length - 1 - symbols
  checkOption('codes', codes.length, symbols, symbols)
  checkOption('texts', texts.length, others, others)
  let next = 0
  let at = 0
  for (const code of codes) {
    at = writePiece(buffer, at, pieces[next++]!, code)
    at = writeFieldData(buffer.bytes, at, code, 'the symbol', 0x7e, writeText)
  }
  for (const text of texts) {
    at = writePiece(buffer, at, pieces[next++]!, text)
    at = writeFieldData(buffer.bytes, at, text, 'the text', 0x10ffff, writeText)
  }
  return buffer.bytes.subarray(0, writePiece(buffer, at, pieces[next]!, ''))
}

/** Writes a piece of the frame, and makes sure that there is memory for the data after it. */
function writePiece(buffer: StreamBuffer, at: number, piece: Uint8Array, data: string): number {
  const end = at + piece.length
  reserve(buffer, end + data.length * FIELD_ROOM)
  buffer.bytes.set(piece, at)
  return end
}

/**
 * What fields of the printer's own need. Firmware moves a QR symbol down by the bar code height of ^BY, 10 dots by
 * default; 1 is the minimum.
 */
export const NATIVE_COMMANDS = '^CI28^BY2,3,1'

/**
 * The frame of all labels whose fields are at the same places as in `label`; its texts do not matter.
 *
 * @param left the label's left edge in a row of labels, dots: then the frame has the fields alone
 * @throws EncodeError `bad-option`
 */
export function nativeZplFrame(
  { width, height, symbols, texts }: NativeZplLabel,
  options: ZplOptions = {},
  left?: number,
): NativeZplFrame {
  checkOption('width', width, 1, 32_000)
  checkOption('height', height, 1, 32_000)
  const pieces: Uint8Array[] = []
  let before = left === undefined ? zplOpening(width, height, options) + NATIVE_COMMANDS : ''
  function addField(inLabel: number, y: number, command: string): void {
    const x = inLabel + (left ?? 0)
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
  pieces.push(joinBytes([before + (left === undefined ? zplClosing(options) : '')]))
  return { pieces, symbols: symbols.length }
}
