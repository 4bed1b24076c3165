import type { Bitmap } from '../raster/bitmap.ts'
import { joinBytes } from './bytes.ts'

/** What labels side by side have in common: a printer prints everything between opening and closing as one. */
export interface RowFrame {
  /** The bytes before the first label. */
  readonly opening: Uint8Array
  /** The bytes after the last label, whether or not there are labels in all places. */
  readonly closing: Uint8Array
  /** A label at another place, so many dots further right; the printer gets the same dots. */
  readonly moved: (label: Uint8Array, by: number) => Uint8Array
}

/** The same for labels as dots. */
export interface PrintRow extends RowFrame {
  /** The bytes of one label, whose left edge is so many dots from that of the first place. */
  readonly label: (bitmap: Bitmap, left: number) => Uint8Array
}

/** The size of a row of labels, dots. */
export interface RowSize {
  readonly width: number
  readonly height: number
}

/**
 * Moves a label: adds to the number that stands behind a command.
 *
 * @param commands the command at the beginning of the label alone, or wherever it stands
 */
export function movedLabel(
  command: string,
  label: Uint8Array,
  by: number,
  commands: 'first' | 'every',
): Uint8Array {
  const parts: (string | Uint8Array)[] = []
  let from = 0
  for (let at = 0; at !== -1; at = commands === 'every' ? placeOf(command, label, from) : -1) {
    let end = at + command.length
    let left = 0
    for (; isDigit(label[end]); end += 1) left = left * 10 + (label[end] ?? 0) - ZERO
    parts.push(label.subarray(from, at), `${command}${left + by}`)
    from = end
  }
  return joinBytes([...parts, label.subarray(from)])
}

const ZERO = 0x30

function isDigit(byte = 0): boolean {
  return byte >= ZERO && byte < ZERO + 10
}

/** Where a command stands next, from a place on; -1 when it does not. */
function placeOf(command: string, bytes: Uint8Array, from: number): number {
  const first = command.charCodeAt(0)
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let length = 1
    while (length < command.length && bytes[at + length] === command.charCodeAt(length)) length += 1
    if (length === command.length) return at
  }
  return -1
}
