import { firstApart } from '../raster/first-apart.ts'
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
/** What stands before the digit of each run, the first character in the lowest byte; and how many characters it is. */
const RUNS = Uint16Array.from({ length: LONGEST_RUN + 1 }, (_, run) => {
  const twenties = Math.floor(run / 20)
  const [tens, ones] = [twenties && BEFORE_LOWER_G + twenties, run > 1 && run % 20 && BEFORE_G + (run % 20)]
  return tens === 0 ? Number(ones) : tens | (Number(ones) << 8)
})
const RUN_LENGTHS = Uint8Array.from(RUNS, (run) => (run === 0 ? 0 : run < 256 ? 1 : 2))

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
      i = runEnd(dots, i, clean, second)
      at = writeRun(text, at, digit, 2 * (i - first))
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

/** Where a run of bytes ends. Four in one comparison: how many it takes can hardly be guessed by a processor. */
function runEnd(dots: DataView, from: number, most: number, byte: number): number {
  const four = Math.imul(byte, 0x01010101)
  let at = from
  for (; at + 4 <= most; at += 4) {
    const apart = dots.getInt32(at, true) ^ four
    if (apart !== 0) return at + firstApart(apart)
  }
  while (at < most && dots.getUint8(at) === byte) at += 1
  return at
}

/** May touch three bytes beyond. */
function writeRun(text: DataView, at: number, digit: number, count: number): number {
  for (let rest = count; rest > 0; rest -= LONGEST_RUN) {
    const run = Math.min(rest, LONGEST_RUN)
    const length = RUN_LENGTHS[run]!
    text.setUint32(at, RUNS[run]! | (DIGITS[digit]! << (8 * length)), true)
    at += length + 1
  }
  return at
}
