import type { Bitmap } from '../raster/bitmap.ts'
import { rowsAlike } from '../raster/rows-alike.ts'
import { reserve, type StreamBuffer } from './stream-buffer.ts'

// The ASCII forms of a graphic field's data: hexadecimal digits, and the "alternative data compression scheme" of the
// ZPL II Programming Guide: G to Y repeat the next digit 1 to 19 times, g to z 20 to 400 times, and they add up; `,`
// fills the row with zeros; `:` repeats the row above. `!` "fills the line with ones (1)", which printers take for F
// and some readers for the digit 1: it is never sent, since it would save one byte only.
const DIGITS = Uint8Array.from('0123456789ABCDEF', (digit) => digit.charCodeAt(0))
/** Both digits of a byte, the first in the lower half. */
const PAIRS = Uint16Array.from({ length: 256 }, (_, byte) => DIGITS[byte >>> 4]! | (DIGITS[byte & 15]! << 8))
const [COMMA, COLON] = [0x2c, 0x3a]
const [BEFORE_G, BEFORE_LOWER_G] = [0x46, 0x66]
const LONGEST_RUN = 419

/** Writes bytes as hexadecimal digits and returns the position after them. */
export function writeHex(buffer: StreamBuffer, at: number, bytes: Uint8Array): number {
  reserve(buffer, at + 2 * bytes.length)
  const out = buffer.bytes
  for (let i = 0; i < bytes.length; i += 1) {
    out[at++] = DIGITS[bytes[i]! >>> 4]!
    out[at++] = DIGITS[bytes[i]! & 15]!
  }
  return at
}

/** A row never takes more than two characters for each byte and a comma; writing it may touch two bytes beyond. */
const ROW_END = 3

/** Writes rows of a bitmap with 32-bit aligned rows, compressed, and returns the position after them. */
export function writeCompressed(
  buffer: StreamBuffer,
  at: number,
  bitmap: Bitmap,
  top: number,
  rows: number,
  bytes: number,
  lastMask: number,
): number {
  const { data, stride } = bitmap
  const words = new Int32Array(data.buffer, data.byteOffset, data.length >>> 2)
  const dots = new DataView(data.buffer, data.byteOffset, data.length)
  const wordsPerRow = stride >>> 2
  for (let y = top; y < top + rows;) {
    // A field must not start with a colon, since :B64: or :Z64: there announces other data.
    const alike = y > top ? rowsAlike(words, y * wordsPerRow, wordsPerRow, top + rows - y) : 0
    if (alike > 0) {
      reserve(buffer, at + alike)
      buffer.bytes.fill(COLON, at, at + alike)
      at += alike
      y += alike
    } else {
      reserve(buffer, at + 2 * bytes + ROW_END)
      at = writeRow(buffer.bytes, buffer.view, at, dots, y * stride, bytes, lastMask)
      y += 1
    }
  }
  return at
}

/** Two bytes at a time, since most bytes are in no run. */
function writeRow(
  out: Uint8Array,
  text: DataView,
  at: number,
  dots: DataView,
  start: number,
  bytes: number,
  lastMask: number,
): number {
  const last = start + bytes - 1
  const lastByte = dots.getUint8(last) & lastMask
  let end = last + 1
  // Whole bytes only: older firmware wants an even number of digits before the comma.
  if (lastByte === 0) {
    end = last
    while (end > start && dots.getUint8(end - 1) === 0) end -= 1
  }
  // Dots beyond the picture are not part of a run.
  const clean = dots.getUint8(last) === lastByte ? end : Math.min(end, last)
  let i = start
  while (i + 2 <= clean) {
    const pair = dots.getUint16(i)
    const second = pair & 255
    const digit = pair & 15
    i += 2
    if (digit * 0x1111 === pair) {
      const first = i - 2
      while (i < clean && dots.getUint8(i) === second) i += 1
      at = writeRun(out, at, digit, 2 * (i - first))
    } else {
      text.setUint32(at, PAIRS[pair >>> 8]! | (PAIRS[second]! << 16), true)
      at += 4
      if (digit * 0x11 === second && i < clean && dots.getUint8(i) === second) {
        // The second byte begins a run.
        i -= 1
        at -= 2
      }
    }
  }
  for (; i < end; i += 1) {
    text.setUint16(at, PAIRS[i === last ? lastByte : dots.getUint8(i)]!, true)
    at += 2
  }
  if (lastByte === 0) out[at++] = COMMA
  return at
}

function writeRun(out: Uint8Array, at: number, digit: number, count: number): number {
  for (let rest = count; rest > 0; rest -= LONGEST_RUN) {
    const run = Math.min(rest, LONGEST_RUN)
    const twenties = (run / 20) | 0
    const ones = run - twenties * 20
    if (twenties > 0) out[at++] = BEFORE_LOWER_G + twenties
    if (ones > 0 && run > 1) out[at++] = BEFORE_G + ones
    out[at++] = DIGITS[digit]!
  }
  return at
}
